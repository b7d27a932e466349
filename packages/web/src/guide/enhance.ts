import '../design/base.css';
import './guide-page.module.css';
import './guide-block.module.css';
import './hero-illustration.module.css';
import './step-illustration.module.css';
import './aftercare-chart.module.css';

// The page is whole without this file. With it, all steps can be shown or hidden at once.
const all = document.querySelector('[data-toggle-all]');
const button = all?.querySelector('button');
const steps = [...document.querySelectorAll('details')];

if (all instanceof HTMLElement && button) {
  all.hidden = false;
  const name = () => {
    button.textContent = (steps.some(({ open }) => open) ? button.dataset.hide : button.dataset.show) ?? '';
  };
  button.addEventListener('click', () => {
    const open = !steps.some((step) => step.open);
    for (const step of steps) step.open = open;
    name();
  });
  for (const step of steps) step.addEventListener('toggle', name);
}
