// The theme button: flips what is showing and remembers it in a cookie, from which the server sets <html data-theme>.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-toggle]")) return;
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  const isSecure = location.protocol === "https:"; // then with the prefix that keeps it to this host, as the server has it
  document.cookie = `${isSecure ? "__Host-" : ""}theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax${isSecure ? "; secure" : ""}`;
});
