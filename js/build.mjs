/** Bundles all widgets into strands_robots_nb/static/widgets.js and widgets.css. */
import { fileURLToPath } from "node:url";
import { context } from "esbuild";

const watching = process.argv.includes("--watch");

const build = await context({
  entryPoints: { widgets: fileURLToPath(new URL("src/widgets/index.ts", import.meta.url)) },
  outdir: fileURLToPath(new URL("../strands_robots_nb/static", import.meta.url)),
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: !watching,
  jsx: "automatic",
  jsxImportSource: "preact",
  // Wrappers that look for an AMD loader would find the classic notebook's RequireJS and export nothing.
  define: { "define.amd": "false" },
  legalComments: "eof",
  logLevel: "info",
});

if (watching) {
  await build.watch();
} else {
  await build.rebuild();
  await build.dispose();
}
