/** The build puts a style sheet's text in place of its import. */
declare module "*.css" {
  const text: string;
  export default text;
}
