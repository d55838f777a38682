import { useEffect, useRef, useState } from "preact/hooks";
import type { ServiceView } from "./model.ts";

/** What an operator is about to do. */
export type Wish = { kind: "mode"; service: ServiceView } | { kind: "kill"; set: boolean };

const MODES = ["OBSERVE", "ENFORCED", "OFF"];

/** Asks for token, name and reason, sends the wish and says what became of it. The token lives only in this form. */
export function ControlDialog({ wish, onDone }: { wish: Wish; onDone: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [answer, setAnswer] = useState<{ ok: boolean; text: string } | null>(null);
  const [sending, setSending] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setSending(true);
    setAnswer(await send(wish, new FormData(event.currentTarget as HTMLFormElement)));
    setSending(false);
  };
  return (
    <dialog ref={dialog} onClose={onDone} aria-labelledby="control-title">
      <form onSubmit={submit} autocomplete="off">
        <h2 id="control-title">{titleOf(wish)}</h2>
        {wish.kind === "mode" ? (
          <ServiceFacts service={wish.service} />
        ) : (
          <p>{wish.set ? "No entry will pass until a person clears the latch. Exits and stops go on." : "Entries will pass again."}</p>
        )}
        {wish.kind === "mode" ? <ModeField current={wish.service.mode} /> : null}
        <Field name="by" label="Your name" type="text" />
        <Field name="reason" label="Reason" type="text" />
        <Field name="token" label="Control token" type="password" hint="it stands in the file secrets/control-token" />
        <p class={answer ? (answer.ok ? "answer ok" : "answer bad") : "answer"} role="status">
          {answer?.text ?? ""}
        </p>
        <div class="buttons">
          <button type="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
          <button type="submit" class={wish.kind === "kill" && wish.set ? "primary danger" : "primary"} disabled={sending}>
            {wish.kind === "mode" ? "Set mode" : wish.set ? "Set the latch" : "Clear the latch"}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function ServiceFacts({ service }: { service: ServiceView }) {
  const facts = [service.status.toLowerCase(), `mode ${service.mode ?? "unknown"}${service.modeFrom ? ` (from ${service.modeFrom})` : ""}`];
  if (service.lag !== null) facts.push(`${service.lag} events behind`);
  if (service.rssBytes !== null) facts.push(`${Math.round(service.rssBytes / 1_048_576)} MB`);
  if (service.version) facts.push(`version ${service.version}`);
  return (
    <>
      <p class="muted">{facts.join(" · ")}</p>
      {service.reasons.length > 0 ? (
        <ul class="reasons">
          {service.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function ModeField({ current }: { current: string | null }) {
  return (
    <div class="field">
      <label for="control-mode">Mode</label>
      <select id="control-mode" name="mode">
        {MODES.map((mode) => (
          <option key={mode} value={mode} selected={mode === current}>
            {mode}
          </option>
        ))}
      </select>
    </div>
  );
}

function Field({ name, label, type, hint = "" }: { name: string; label: string; type: "text" | "password"; hint?: string }) {
  const id = `control-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === "password" ? (
        <input id={id} name={name} type="password" placeholder={hint} required autocomplete="off" />
      ) : (
        <input id={id} name={name} type="text" required autocomplete="off" />
      )}
    </div>
  );
}

function titleOf(wish: Wish): string {
  if (wish.kind === "mode") return wish.service.service.replaceAll("_", " ");
  return wish.set ? "Set the kill latch" : "Clear the kill latch";
}

async function send(wish: Wish, form: FormData): Promise<{ ok: boolean; text: string }> {
  const text = (name: string): string => String(form.get(name) ?? "");
  const person = { by: text("by"), reason: text("reason") };
  const body = wish.kind === "mode" ? { service: wish.service.service, mode: text("mode"), ...person } : { set: wish.set, ...person };
  const headers = { "content-type": "application/json", authorization: `Bearer ${text("token")}` };
  try {
    const response = await fetch(wish.kind === "mode" ? "/api/mode" : "/api/kill", { method: "POST", headers, body: JSON.stringify(body) });
    const answer = (await response.json()) as { message?: string };
    return response.ok
      ? { ok: true, text: "Done. It is on record." }
      : { ok: false, text: answer.message ?? `refused (${response.status})` };
  } catch {
    return { ok: false, text: "No answer; whether it changed is unknown. Look at the fleet strip." };
  }
}
