import { gunzipSync, strFromU8, unzipSync } from "fflate";

/** Content of a file as text: plain, gzip or a zip with exactly one file inside, told apart by the first bytes and not the name. */
export type Unpacked = { readonly text: string } | { readonly text: null; readonly problem: string; readonly fix: string };

/** Unpacks a file. */
export function unpack(content: Uint8Array | string): Unpacked {
  if (typeof content === "string") return { text: content };
  try {
    if (content[0] === 0x1f && content[1] === 0x8b) return { text: strFromU8(gunzipSync(content)) };
    if (content[0] === 0x50 && content[1] === 0x4b) return unzipOne(content);
    return { text: strFromU8(content) };
  } catch (error) {
    const problem = `cannot be unpacked (${error instanceof Error ? error.message : String(error)})`;
    return { text: null, problem, fix: "Download the file again; it is cut off or damaged." };
  }
}

function unzipOne(content: Uint8Array): Unpacked {
  const files = Object.entries(unzipSync(content)).filter(([name]) => !name.endsWith("/"));
  const only = files[0];
  if (files.length === 1 && only !== undefined) return { text: strFromU8(only[1]) };
  return { text: null, problem: `holds ${files.length} files instead of one`, fix: "Unpack it and import the files one by one." };
}
