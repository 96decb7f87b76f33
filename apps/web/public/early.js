// Runs before the first paint. What is pressed or typed before the page is alive waits, and is done
// when it is (src/features/shell/alive.tsx says so). Links, and forms that the server takes as they
// are, work by themselves.
const pressed = new Set();

/** A part of the page that only does something once React listens to it. */
function inNeedOfScript(target) {
  const control = target.closest('button, summary, [data-early]');
  const { type, form } = control ?? {};
  return type === 'submit' && form?.hasAttribute('action') ? null : control;
}

function keepPress(event) {
  const control = event.target instanceof Element && inNeedOfScript(event.target);
  // With a key held down, a link is to be opened somewhere else.
  if (control && !event.ctrlKey && !event.metaKey && !event.shiftKey) keep(event, control);
}

/** Enter sends the studio's words, as its button does. */
function keepEnter(event) {
  const { target, key, shiftKey, isComposing } = event;
  if (key === 'Enter' && !shiftKey && !isComposing && target instanceof HTMLTextAreaElement)
    keep(event, target.form.querySelector('[type="submit"]'));
}

function keep(event, control) {
  event.preventDefault();
  event.stopImmediatePropagation();
  // Whoever presses again has only seen nothing happen.
  pressed.add(control);
  control.dataset.pressed = '';
}

/** Tells React of a field that does not hold what the server wrote into it, and keeps its cursor. */
function tellTyped(field) {
  // React takes only what differs from its own note of the value for news.
  field._valueTracker?.setValue(`${field.value}.`);
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

function isTyped(field) {
  if (field instanceof HTMLSelectElement)
    return [...field.options].some((one) => one.selected !== one.defaultSelected);
  return field.type !== 'file' && field.value !== field.defaultValue;
}

document.addEventListener('click', keepPress, true);
document.addEventListener('keydown', keepEnter, true);
document.addEventListener(
  'alive',
  async () => {
    document.removeEventListener('click', keepPress, true);
    document.removeEventListener('keydown', keepEnter, true);
    for (const field of document.querySelectorAll('input, textarea, select'))
      if (isTyped(field)) tellTyped(field);
    for (const control of pressed) {
      // One after the other, so that each finds what the one before it has changed.
      await new Promise((resolve) => setTimeout(resolve));
      delete control.dataset.pressed;
      control.click();
    }
  },
  { once: true },
);
