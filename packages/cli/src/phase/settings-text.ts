/** A setting in the text of `.env`, as Docker Compose reads it: the last line of that name counts, without its quotes and what is said behind a #; empty when there is none. */
export function settingIn(text: string, name: string): string {
  return partsOf([...text.matchAll(lineOf(name))].at(-1)?.[1] ?? "").value;
}

/** The text with the setting changed: in its place, in every line of that name, or at the end. */
export function withSetting(text: string, name: string, value: string): string {
  if (settingIn(text, name) === value && lineOf(name).test(text)) return text;
  if (!lineOf(name).test(text)) return `${text.trimEnd()}\n${name}=${value}\n`;
  return text.replace(lineOf(name), (_, said: string) => {
    const { behind } = partsOf(said);
    // Compose takes words behind nothing for the value.
    return `${name}=${value === "" && behind ? '""' : value}${behind}`;
  });
}

/** What stands behind the `=`: the value, and the words behind it. */
function partsOf(said: string): { value: string; behind: string } {
  const [, , quoted, afterQuotes = ""] = /^\s*(["'])(.*?)\1(\s+#.*)?\s*$/.exec(said) ?? [];
  if (quoted !== undefined) return { value: quoted, behind: afterQuotes };
  const at = said.indexOf(" #");
  return at < 0 ? { value: said.trim(), behind: "" } : { value: said.slice(0, at).trim(), behind: said.slice(at) };
}

function lineOf(name: string): RegExp {
  return new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=(.*)$`, "gm");
}
