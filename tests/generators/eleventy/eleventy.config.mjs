import { I18nPlugin } from "@11ty/eleventy";
import attributes from "markdown-it-attrs";

export default function (config) {
  config.addPlugin(I18nPlugin, { defaultLanguage: "en" });
  // As many sites have it: neither smart quotes nor what looks like attributes may change a text.
  config.amendLibrary("md", (md) => md.set({ typographer: true }).use(attributes));
  return { dir: { input: "src", output: "_site" } };
}
