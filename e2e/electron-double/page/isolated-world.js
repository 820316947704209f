/**
 * Runs in a frame's isolated world before any script of the page, then runs the preload as Electron's sandboxed
 * renderer does: CommonJS, `electron` the only module, no Node. `post` hands a text to the main process.
 */
export function isolatedWorld({ processInfo, post, peer, codec, preload }) {
  if (window !== window.top) return;

  const strict = (name, object) =>
    new Proxy(object, {
      get(target, key) {
        if (key in target || typeof key === 'symbol' || key === 'then') return target[key];
        throw new Error(`electron-double does not model ${name}.${String(key)}`);
      },
    });

  const listeners = new Map();
  const invocations = new Map();
  const exposed = new Set();
  let lastId = 0;

  const listenersOf = (channel) => {
    if (!listeners.has(channel)) listeners.set(channel, []);
    return listeners.get(channel);
  };

  const add = (channel, listener) => {
    listenersOf(channel).push({ listener, run: listener });
    return ipcRenderer;
  };

  const remove = (channel, listener) => {
    const list = listenersOf(channel);
    const at = list.findLastIndex((entry) => entry.listener === listener);
    if (at >= 0) list.splice(at, 1);
    return ipcRenderer;
  };

  const ipcRenderer = strict('ipcRenderer', {
    on: add,
    addListener: add,
    off: remove,
    removeListener: remove,
    once: (channel, listener) => {
      const run = (...args) => {
        remove(channel, listener);
        listener(...args);
      };
      listenersOf(channel).push({ listener, run });
      return ipcRenderer;
    },
    removeAllListeners: (channel) => {
      if (channel === undefined) listeners.clear();
      else listeners.delete(channel);
      return ipcRenderer;
    },
    listenerCount: (channel) => listenersOf(channel).length,
    send: (channel, ...args) => {
      post(codec.encode({ kind: 'send', channel, args }));
    },
    invoke: (channel, ...args) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        post(codec.encode({ kind: 'invoke', id: lastId, channel, args }));
        invocations.set(lastId, { resolve, reject, channel });
      }),
  });

  const settle = ({ id, error, value }) => {
    const { resolve, reject, channel } = invocations.get(id);
    invocations.delete(id);
    if (error === undefined) resolve(value);
    else reject(new Error(`Error invoking remote method '${channel}': ${error}`));
  };

  const deliver = ({ channel, args }) => {
    for (const { run } of [...listenersOf(channel)]) {
      try {
        run({ sender: ipcRenderer, ports: [] }, ...args);
      } catch (error) {
        reportError(error);
      }
    }
  };

  const contextBridge = strict('contextBridge', {
    exposeInMainWorld: (key, api) => {
      if (exposed.has(key)) {
        throw new Error(`Cannot bind an API on top of an existing property on the window object`);
      }
      exposed.add(key);
      peer.expose(key, api);
    },
  });

  /** The main process's only way in: it knows this world's context, a page does not. */
  globalThis.electronDouble = (text) => {
    const message = codec.decode(text);
    if (message.kind === 'reply') settle(message);
    else deliver(message);
  };

  const require = (name) => {
    if (name === 'electron' || name === 'electron/renderer' || name === 'electron/common') {
      return strict('electron (in a preload)', { contextBridge, ipcRenderer });
    }
    throw new Error(`module not found: ${name}`);
  };

  const module = { exports: {} };
  try {
    preload(require, module, module.exports, processInfo);
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : { message: String(error) };
    post(codec.encode({ kind: 'preload-error', message, stack: stack ?? message }));
  }
}
