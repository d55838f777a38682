/**
 * A core's state as it was saved. What an older version did not have yet, in the outermost object, is as at the first start; so a newer version can go on
 * from what an older one left.
 */
export function restoredState<S>(saved: string | null | undefined, initial: S): S {
  if (!saved) return initial;
  const state = JSON.parse(saved) as S;
  return isObject(initial) && isObject(state) ? { ...initial, ...state } : state;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
