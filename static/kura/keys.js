// A form that a security key fills in: `data-key` says whether one is made known ("create") or asked ("get"), the
// options lie in the JSON block that `data-key-options` names, the answer goes into the hidden field `credential`.
"use strict";

/** Options as the browser wants them: without what the server left empty. */
function filled(value) {
  if (Array.isArray(value)) return value.map(filled);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null).map(([k, each]) => [k, filled(each)]));
}

async function ask(way, options) {
  const publicKey = way === "create"
    ? PublicKeyCredential.parseCreationOptionsFromJSON(options)
    : PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const credential = await navigator.credentials[way]({ publicKey });
  return JSON.stringify(credential.toJSON());
}

function makeKeyForm(form) {
  const data = JSON.parse(document.getElementById(form.dataset.keyOptions).textContent);
  const options = filled((data.creation_options || data.request_options).publicKey);
  const able = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON;
  const say = (name) => form.querySelectorAll("[data-key-says]").forEach((p) => { p.hidden = p.dataset.keySays !== name; });
  form.querySelector("button[type=submit]").disabled = !able;
  say(able ? "" : "unable");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("waiting");
    try {
      form.elements.credential.value = await ask(form.dataset.key, options);
      form.submit();
    } catch {
      say("failed");
    }
  });
}

document.querySelectorAll("form[data-key]").forEach(makeKeyForm);
