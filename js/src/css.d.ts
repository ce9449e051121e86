/** esbuild collects imported stylesheets into widgets.css. */
declare module "*.css";
