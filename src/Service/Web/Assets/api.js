// The interface of the service, and its problems in words.

export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail || body?.title || `The service answered ${status}.`);
    this.status = status;
    this.type = body?.type;
  }
}

async function answer(response) {
  if (response.status === 401) {
    location.assign("/sign-in");
  }
  if (!response.ok) {
    let body = null;
    try {
      body = await response.json();
    } catch {
      // A proxy in between may answer in its own words.
    }
    throw new Problem(response.status, body);
  }
  return response.status === 204 ? null : response.json();
}

export async function get(path) {
  return answer(await fetch(`/api/v1${path}`, { headers: { accept: "application/json" } }));
}

export async function post(path, body) {
  return answer(await fetch(`/api/v1${path}`, {
    method: "POST",
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  }));
}

export async function remove(path) {
  return answer(await fetch(`/api/v1${path}`, { method: "DELETE" }));
}

export function streamPath(name, rest = "") {
  return `/streams/${encodeURIComponent(name)}${rest}`;
}

export function socketUrl(path) {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/v1${path}`;
}

// Uploads by XMLHttpRequest: fetch tells nothing of how far it has come.
export function analyse(file, query, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/analyses?${query}`);
    request.responseType = "json";
    request.upload.addEventListener("progress", e => e.lengthComputable && onProgress(e.loaded / e.total));
    request.addEventListener("load", () => request.status < 300 ? resolve(request.response) : reject(new Problem(request.status, request.response)));
    request.addEventListener("error", () => reject(new Error("The upload was cut off.")));
    request.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.setRequestHeader("content-type", "application/octet-stream");
    request.send(file);
  });
}
