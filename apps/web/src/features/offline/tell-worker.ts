/** Sends the service worker (public/sw.js) a message, where there is one. */
export function tellWorker(message: object): void {
  // Absent in a browser without service workers and on an origin that is not secure.
  navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage(message));
}
