// Keeps what is pressed and typed before the page is alive, and does it then (DESIGN.md says more).
const pressed = new Set();
const events =
  'click change input keydown keyup mousedown mouseup pointerdown pointerup touchend touchstart';

function hear(event) {
  // React would stop everything else to come alive at once.
  event.stopImmediatePropagation();
  const { type, target, key } = event;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.isComposing) return;
  if (type === 'keydown' && key === 'Enter' && target.type === 'textarea')
    keep(event, target.form.querySelector('[type=submit]'));
  if (type !== 'click') return;
  const control = target.closest('button, summary, [data-early]');
  // A form with an address goes by itself.
  const goes = control?.type === 'submit' && control.form?.hasAttribute('action');
  if (control && !goes) keep(event, control);
}

function keep(event, control) {
  event.preventDefault();
  // Once: whoever presses again has only seen nothing happen.
  pressed.add(control);
  control.dataset.pressed = '';
}

function isTyped({ type, value, defaultValue, options }) {
  if (options) return [...options].some((one) => one.selected !== one.defaultSelected);
  return type !== 'file' && value !== defaultValue;
}

for (const type of events.split(' ')) document.addEventListener(type, hear, true);
document.addEventListener('alive', async () => {
  for (const type of events.split(' ')) document.removeEventListener(type, hear, true);
  for (const field of document.querySelectorAll('input, textarea, select')) {
    if (!isTyped(field)) continue;
    // React takes for news only what differs from its own note of the value.
    field._valueTracker?.setValue(`${field.value}.`);
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
  for (const control of pressed) {
    // One by one, so that each finds what the one before it has changed.
    await new Promise((resolve) => setTimeout(resolve));
    delete control.dataset.pressed;
    control.click();
  }
});
