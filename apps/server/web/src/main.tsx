import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import { render } from "preact";
import { Shell } from "./app/shell.js";

const page = document.querySelector("#page");
if (page !== null) render(<Shell />, page);
