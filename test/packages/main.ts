// What npm packs of the two packages, tried as a stranger would: in fresh projects outside the
// repository. One process, in turns: every file needs the same tarballs, and two cores are few.
import { after } from "node:test";
import "./clone";
import "./install";
import "./types";
import "./platforms";
import "./bundlers";
import "./pages";
import "./workbook";
import { removeFolders } from "./freshProject";

after(removeFolders);
