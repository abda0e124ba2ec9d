export { openPayload } from "../openPayload";
export function mountByKey(): void {}
