import { CliFailure, EXIT } from "../failure.ts";

/** The spellings of a module's name. */
export interface ModuleNames {
  /** On the bus and in the manifest: model_supervisor. */
  readonly name: string;
  /** Folder and package: model-supervisor. */
  readonly folderName: string;
  /** In type names: ModelSupervisor. */
  readonly typeName: string;
  /** Of its rule ids: MS (initials), or the first three letters of a single word. */
  readonly prefix: string;
}

/** @throws CliFailure when the name is not made of lower-case words. */
export function namesOf(given: string): ModuleNames {
  const words = given.replaceAll("-", "_").split("_");
  if (!words.every((word) => /^[a-z][a-z0-9]*$/.test(word))) {
    throw new CliFailure(`"${given}" cannot name a module`, "use lower-case words, such as model_supervisor", EXIT.usage);
  }
  const initials = words.map((word) => word[0]).join("");
  return {
    name: words.join("_"),
    folderName: words.join("-"),
    typeName: words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join(""),
    prefix: (words.length > 1 ? initials : given.slice(0, 3)).toUpperCase(),
  };
}

/** The template's text under the new name. */
export function renamed(text: string, names: ModuleNames): string {
  return text
    .replaceAll("@quantum/template", `@quantum/${names.folderName}`)
    .replaceAll("TPL-", `${names.prefix}-`)
    .replaceAll("TEMPLATE_", `${names.name.toUpperCase()}_`)
    .replaceAll(/Template(?=[A-Z])/g, names.typeName)
    .replaceAll(/(["# ])template(?=["\n])/g, `$1${names.name}`);
}
