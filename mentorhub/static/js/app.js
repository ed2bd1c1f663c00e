// Small helpers only; every page works without this file. Words come from the page, in its language.

import "./theme.js";

const two = (n) => String(n).padStart(2, "0");

function clock(seconds) {
  const h = Math.floor(seconds / 3600), m = Math.floor(seconds / 60) % 60, s = seconds % 60;
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

// Time left until a deadline of the server. Read out politely, once at five minutes and once at the end.
function countDown(time) {
  const end = Date.now() + Number(time.dataset.secondsLeft) * 1000;
  const beside = time.nextElementSibling;
  const say = (words) => { if (words && beside?.getAttribute("role") === "status") beside.textContent = words; };
  let before = Infinity;
  const tick = () => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    time.textContent = clock(left);
    time.dateTime = `PT${left}S`;
    if (left <= 300 && before > 300 && left > 0 && before !== Infinity) say(time.dataset.soon);
    if (left === 0 && before > 0) say(time.dataset.over);
    before = left;
    if (left > 0 && time.isConnected) setTimeout(tick, 1000);
  };
  tick();
}

// A list with a bulk bar: the bar shows only while something is selected.
function watchSelection(form) {
  const bar = form.querySelector(".bulk");
  const all = form.querySelector("[data-all]");
  const boxes = [...form.querySelectorAll("tbody input[type=checkbox]")];
  const show = () => {
    const n = boxes.filter((box) => box.checked).length;
    const count = bar.querySelector("[data-count]");
    bar.hidden = n === 0;
    count.textContent = (n === 1 ? count.dataset.one : count.dataset.many).replace("{n}", n);
    boxes.forEach((box) => box.closest("tr").setAttribute("aria-selected", box.checked));
    if (all) { all.checked = n > 0 && n === boxes.length; all.indeterminate = n > 0 && n < boxes.length; }
  };
  form.addEventListener("change", (event) => {
    if (event.target === all) boxes.forEach((box) => (box.checked = all.checked));
    show();
  });
  show();
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.querySelector("[aria-live]").textContent = button.dataset.copied;
  } catch { /* refused by the browser: the link stays on the page to be copied by hand */ }
}

// A link to a page that confirms something opens the same words as a dialog, where the page has it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog) { event.preventDefault(); dialog.showModal(); }
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog").close();
  const copier = event.target.closest("[data-copy]");
  if (copier) copy(copier);
});

// An applicant's page looks whether something has changed, ever less often (5 s to a minute), and then loads itself anew.
function watchStanding(page) {
  let wait = 5, known = null;
  const look = async () => {
    try {
      const answer = document.hidden ? null : await fetch(page.dataset.standing, { cache: "no-cache" });
      const now = answer && answer.ok ? await answer.text() : known;
      if (known !== null && now !== known) return location.reload();
      known = now;
    } catch { /* offline: the next look may be luckier */ }
    setTimeout(look, wait * 1000);
    wait = Math.min(wait * 1.4, 60);
  };
  look();
}

// Who never chose a zone finds their browser's chosen; it holds once the form is sent, and a line below says so.
function suggestZone(select) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone === select.value || ![...select.options].some((option) => option.value === zone)) return;
  select.value = zone;
  document.getElementById(select.dataset.suggests).hidden = false;
}

// A visitor's own time first and the page's beside it: the page only knows where its practice is.
function tellOwnTime(time) {
  const at = new Date(time.dateTime), language = document.documentElement.lang;
  const told = (timeZone, options) => new Intl.DateTimeFormat(language, { timeZone, ...options }).format(at);
  const clock = { hour: "2-digit", minute: "2-digit" }, year = told(undefined, { year: "numeric" });
  const day = { weekday: "long", day: "numeric", month: "long", ...(year === String(new Date().getFullYear()) ? {} : { year: "numeric" }) };
  const isPlain = /^en(-GB|-IE)?$/.test(language); // written as the page writes it: no comma after the weekday
  const date = (zone) => (isPlain ? told(zone, day).replace(",", "") : told(zone, day));
  const whole = (zone) => `${date(zone)}, ${told(zone, clock)}`;
  if (whole(undefined) === whole(time.dataset.zone)) return; // the same clock, however the zone is called
  const words = time.textContent.trim(), today = `${date(undefined)}, `, isHour = !time.dataset.own.includes("{there}");
  const there = words.startsWith(today) ? words.slice(today.length) : words; // on the same day the hour is enough
  time.textContent = time.dataset.own.replace("{own}", () => (isHour ? told(undefined, clock) : whole(undefined))).replace("{there}", () => there);
}

// Where the reader lives goes with the form that makes their account.
const tellZone = (field) => { field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? ""; };

// Which addresses are free, only the server knows.
function previewAddress(line) {
  const { name, slug } = line.closest("form").elements;
  let asked = 0;
  const ask = () => {
    const mine = (asked += 1);
    setTimeout(async () => {
      if (mine !== asked) return; // still typing
      const typed = new URLSearchParams({ name: name.value, slug: slug.value });
      try {
        const answer = await fetch(`${line.dataset.address}?${typed}`);
        if (answer.ok && mine === asked) line.textContent = await answer.text();
      } catch { /* offline */ }
    }, 300);
  };
  for (const field of [name, slug]) field.addEventListener("input", ask);
}

// What changes at a known moment comes anew then; the rest of the page stays.
function renew(part) {
  setTimeout(async () => {
    const answer = await (await fetch(location.pathname)).text();
    const anew = new DOMParser().parseFromString(answer, "text/html").getElementById(part.id);
    if (!anew) return; // the server has trouble: the old one still tells when it opened
    part.replaceWith(anew);
    prepare();
  }, Number(part.dataset.anewAfter) * 1000);
}

// htmx comes when somebody first reaches for a part that it serves.
function awaitReach(part) {
  if ("boosted" in part.dataset) part.setAttribute("hx-boost:inherited", "true"); // HTML allows no such name
  const { content } = document.querySelector("meta[name=htmx-script]");
  for (const reach of ["pointerover", "focusin"]) part.addEventListener(reach, () => import(content), { once: true });
}

// On paper nothing can be unfolded: what is only to be read is open while the page is printed.
const unfolded = [];
addEventListener("beforeprint", () => document.querySelectorAll("details:not([open])").forEach((fold) => {
  if (!fold.querySelector("form")) { fold.open = true; unfolded.push(fold); }
}));
addEventListener("afterprint", () => unfolded.splice(0).forEach((fold) => (fold.open = false)));

const seen = new WeakSet();
function prepare() {
  const once = (selector, act) => document.querySelectorAll(selector).forEach((element) => {
    if (!seen.has(element)) { seen.add(element); act(element); }
  });
  once("[data-theme-toggle], [data-copy]", (button) => (button.hidden = false));
  once("[data-seconds-left]", countDown);
  once("form[data-bulk]", watchSelection);
  once("[data-standing]", watchStanding);
  once("select[data-suggests]", suggestZone);
  once("time[data-zone]", tellOwnTime);
  once("[data-browser-zone]", tellZone);
  once("[data-address]", previewAddress);
  once("[data-anew-after]", renew);
  once("[data-boosted], [data-live]", awaitReach);
}
prepare();

// A refused form is led to by `autofocus`, but not where the address names a part of the page, nor in what was swapped in.
function leadToErrors() {
  const summary = document.querySelector(".errors");
  summary?.focus();
  summary?.scrollIntoView({ block: "center" });
}
leadToErrors();

// After a form's answer was swapped in, its button is gone and with it the focus: go on from the page's beginning, or,
// once htmx has scrolled there, from what is to be mended.
let submitted = false;
document.addEventListener("submit", () => { submitted = true; }, true);
document.addEventListener("htmx:after:swap", () => {
  prepare();
  if (submitted && document.activeElement === document.body) document.getElementById("main").focus({ preventScroll: true });
});
document.addEventListener("htmx:finally:swap", () => {
  if (submitted) leadToErrors();
  submitted = false;
});

const named = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
if (named instanceof HTMLDialogElement) named.showModal();
