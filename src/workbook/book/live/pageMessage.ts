import { z } from "zod";
import type { PageMessage } from "./protocol";

const name = z.string().min(1).max(200);
const code = z.string().max(500_000);
const controlState = z.union([
  z.number(),
  z.string().max(10_000),
  z.boolean(),
  z.array(z.number()).max(2),
]);
const question = { request: z.int(), code, cursor: z.int().min(0) };

const pageMessage = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("open"),
    notebook: z.string().min(1).max(500),
    session: name.optional(),
    seen: z.int().min(0).optional(),
    pass: name.optional(),
  }),
  z.object({ type: z.literal("execute"), cell: name, code }),
  z.object({ type: z.literal("interrupt") }),
  z.object({ type: z.literal("restart") }),
  z.object({ type: z.literal("shutdown") }),
  z.object({
    type: z.literal("move"),
    comm: name,
    state: z.record(z.string().max(20), controlState).optional(),
  }),
  z.object({ type: z.literal("answer"), cell: name, value: code }),
  z.object({ type: z.literal("complete"), ...question }),
  z.object({ type: z.literal("inspect"), ...question }),
  z.object({ type: z.literal("variables"), request: z.int() }),
  z.object({ type: z.literal("read"), request: z.int(), cells: z.array(code).max(5_000) }),
]);

/**
 * Reads what a page sent.
 *
 * @throws Error that says what is wrong with it
 */
export function readPageMessage(text: string): PageMessage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("the message is not JSON");
  }
  const result = pageMessage.safeParse(value);
  if (!result.success)
    throw new Error(
      `the message is not one that a page may send: ${z.prettifyError(result.error).slice(0, 300)}`,
    );
  return result.data;
}
