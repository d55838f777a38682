/** A setting in the text of `.env`, as Docker Compose reads it: the last line of that name counts, without its quotes; empty when there is none. */
export function settingIn(text: string, name: string): string {
  const value = [...text.matchAll(lineOf(name))].at(-1)?.[1]?.trim() ?? "";
  return /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
}

/** The text with the setting changed: in its place, in every line of that name, or at the end. */
export function withSetting(text: string, name: string, value: string): string {
  if (settingIn(text, name) === value && lineOf(name).test(text)) return text;
  const line = `${name}=${value}`;
  return lineOf(name).test(text) ? text.replace(lineOf(name), () => line) : `${text.trimEnd()}\n${line}\n`;
}

function lineOf(name: string): RegExp {
  return new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=(.*)$`, "gm");
}
