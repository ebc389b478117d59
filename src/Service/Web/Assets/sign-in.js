const wrong = new URLSearchParams(location.search).get("wrong");
if (wrong) {
  document.getElementById("wrong").textContent = wrong === "wait"
    ? "Too many wrong tokens came from your address. Wait a minute."
    : "That is not the token.";
}
