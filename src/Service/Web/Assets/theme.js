// Before the first paint: the theme that was chosen here, or what the system prefers.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("emotion-theme");
  } catch {
    // Storage may be forbidden; then the system decides.
  }
  const dark = chosen ? chosen === "dark" : !matchMedia("(prefers-color-scheme: light)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
