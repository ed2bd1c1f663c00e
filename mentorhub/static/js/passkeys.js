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

async function askFor(form) {
  const answer = await fetch(form.dataset.challenges, { method: "POST", headers: { "X-CSRFToken": form.elements.csrf_token.value } });
  if (answer.redirected) return location.assign(answer.url); // such as to sign in again first
  if (!answer.ok) throw new Error(`challenge: ${answer.status}`);
  const publicKey = readOptions(await answer.json());
  const credential = publicKey.user ? await navigator.credentials.create({ publicKey }) : await navigator.credentials.get({ publicKey });
  form.elements.credential.value = writeAnswer(credential);
  form.submit();
}

function watch(form) {
  const button = form.querySelector("button"), said = form.querySelector("[role=status]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    said.textContent = "";
    try {
      await askFor(form);
    } catch (error) {
      said.textContent = error.name === "InvalidStateError" ? form.dataset.known : form.dataset.failed;
      button.disabled = false;
    }
  });
  form.hidden = false;
}

if (window.PublicKeyCredential && navigator.credentials) {
  document.querySelectorAll("form[data-challenges]").forEach(watch);
  document.querySelectorAll("[data-without-passkeys]").forEach((note) => { note.hidden = true; });
}
