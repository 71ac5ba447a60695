// Removes the error of a field once the field is changed, and the error of the whole form with it.

addEventListener('input', ({ target: field }) => {
  if (field.getAttribute('aria-invalid') === 'true') clear(field);
  const error = document.querySelector('.form-error');
  if (error) clearForm(error);
});

/** The hint comes back in place of the error. */
function clear(field) {
  const box = field.closest('.field');
  const hint = box.querySelector(':scope > .field-hint');
  field.removeAttribute('aria-invalid');
  field.classList.remove('is-invalid');
  box.querySelector('.field-error')?.remove();
  if (hint) {
    hint.hidden = false;
    field.setAttribute('aria-describedby', hint.id);
  } else {
    field.removeAttribute('aria-describedby');
  }
}

/** After a refused login the password refers to the error of the form. */
function clearForm(error) {
  const field = error.id && document.querySelector(`[aria-describedby="${error.id}"]`);
  if (field) clear(field);
  error.remove();
}
