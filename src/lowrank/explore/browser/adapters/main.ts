export { mountPage } from "./mountPage";
