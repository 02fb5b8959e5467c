
// What the code imports of its second part: functions that load that part when the first of them is called.
const laterFunctions = new Proxy({}, { get: (_, name) => (...values) => laterPart()[name](...values) });
const laterUrl = new URL("worker_later.wasm", import.meta.url);
let later;

function laterPart() {
  return (later ??= startLater(new WebAssembly.Module(laterBytes())));
}

function startLater(code) {
  return new WebAssembly.Instance(code, { first: wasm }).exports;
}

// Whoever calls waits: only what was called before the part had arrived by itself.
function laterBytes() {
  for (let attempts = 3; attempts; attempts--) {
    const request = new XMLHttpRequest();
    request.open("GET", laterUrl, false);
    request.responseType = "arraybuffer";
    try {
      request.send();
      if (request.status === 200) return request.response;
    } catch {}
  }
  throw new Error(`A part of the engine could not be loaded: ${laterUrl}`);
}

// The worker asks for this when the first question has its answer, or is long in coming; a failure is met when the part is needed.
Object.defineProperty(self, "later", {
  get: async () => {
    try {
      const code = await WebAssembly.compileStreaming(fetch(laterUrl));
      later ??= startLater(code);
    } catch {}
  },
});
