import DefaultTheme from "vitepress/theme";
import "./site.css";

// VitePress finds its theme by the default export.
export default DefaultTheme;
