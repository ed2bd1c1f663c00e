// Passkeys: asks the server for a challenge, the browser for a passkey, and sends the answer with the form. Every page
// that loads this says what to do without it. Words come from the page, in its language.

const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

// What the server wrote as JSON holds bytes as base64url; browsers want buffers.
function readOptions(options) {
  const descriptors = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));
  const read = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) {
    read.user = { ...options.user, id: toBytes(options.user.id) };
    read.excludeCredentials = descriptors(options.excludeCredentials);
  }
  if (options.allowCredentials) read.allowCredentials = descriptors(options.allowCredentials);
  return read;
}

function writeAnswer(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({ id: credential.id, rawId: toText(credential.rawId), type: credential.type, response, clientExtensionResults: {} });
}

async function challengeOf(form, signal) {
  const answer = await fetch(form.dataset.challenges, { method: "POST", signal, headers: { "X-CSRFToken": form.elements.csrf_token.value } });
  if (answer.redirected) return location.assign(answer.url); // such as to sign in again first
  if (!answer.ok) throw new Error(`challenge: ${answer.status}`);
  return readOptions(await answer.json());
}

function send(form, credential) {
  form.elements.credential.value = writeAnswer(credential);
  form.submit();
}

async function askFor(form) {
  const publicKey = await challengeOf(form);
  if (publicKey) send(form, await (publicKey.user ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey })));
}

// Where the browser can, it names passkeys among what it fills into the address, without a button. What it was asked for
// stands until somebody chooses one, another form is sent, or the challenge is about to end: a new one then, as after
// another window has asked. A browser asks one thing at a time, so the button first takes this back.
const RENEWED_AFTER = 4 * 60 * 1000;
const offer = { stop: null, over: Promise.resolve() };

async function takeBack() {
  offer.stop?.abort();
  await offer.over;
}

async function offerBelow(form) {
  await takeBack();
  const stop = offer.stop = new AbortController();
  const renewal = setTimeout(() => offerBelow(form), RENEWED_AFTER);
  offer.over = (async () => {
    try {
      const publicKey = await challengeOf(form, stop.signal);
      send(form, await navigator.credentials.get({ publicKey, mediation: "conditional", signal: stop.signal }));
    } catch { /* taken back, called off, or no answer: the button and the other ways stay */ } finally { clearTimeout(renewal); }
  })();
}

async function watchOffer(form) {
  if (!document.querySelector("input[autocomplete~=webauthn]") || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  document.addEventListener("submit", () => offer.stop?.abort(), true);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") offerBelow(form); });
  offerBelow(form);
}

function watch(form) {
  const button = form.querySelector("button"), said = form.querySelector("[role=status]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    said.textContent = "";
    try {
      await takeBack();
      await askFor(form);
    } catch (error) {
      said.textContent = error.name === "InvalidStateError" ? form.dataset.known : form.dataset.failed;
      button.disabled = false;
    }
  });
  form.hidden = false;
}

if (window.PublicKeyCredential && navigator.credentials) {
  document.querySelectorAll("form[data-challenges]").forEach((form) => { watch(form); watchOffer(form); });
  document.querySelectorAll("[data-without-passkeys]").forEach((note) => { note.hidden = true; });
}
