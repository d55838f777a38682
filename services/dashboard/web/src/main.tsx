import { render } from "preact";
import { App } from "./app.tsx";
import "./style.css";
import "./header.css";
import "./parts.css";
import "./screens.css";

const place = document.getElementById("app");
if (place) {
  place.replaceChildren();
  render(<App />, place);
}
