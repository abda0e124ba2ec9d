export { mountTool } from "./adapterTool";
