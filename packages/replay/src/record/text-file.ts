import { closeSync, openSync, writeSync } from "node:fs";

/** Text gathered before it is written, in characters. */
const BUFFER = 1 << 18;

/** A file that is written from front to back, in large pieces. */
export class TextFile {
  private readonly file: number;
  private waiting = "";

  constructor(path: string) {
    this.file = openSync(path, "w");
  }

  write(text: string): void {
    this.waiting += text;
    if (this.waiting.length > BUFFER) this.flush();
  }

  close(): void {
    this.flush();
    closeSync(this.file);
  }

  private flush(): void {
    const bytes = Buffer.from(this.waiting);
    for (let done = 0; done < bytes.length; ) done += writeSync(this.file, bytes, done);
    this.waiting = "";
  }
}
