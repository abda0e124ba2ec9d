import { loadScript } from "./loadScript";

/** What runs the cells of a page in the reader's browser. */
export interface HereScript {
  startHere: typeof import("../worker/page/startHere").startHere;
  openHere: typeof import("../worker/page/openHere").openHere;
}

/** @param address the script's */
export function loadHere(address: string): Promise<HereScript> {
  return loadScript<HereScript>(address, "lowrankHere");
}
