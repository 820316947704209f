import { useLayoutEffect, useState } from 'react';
import { densityOf, type Form, formOf } from './form.ts';

const measure = () => ({ width: window.innerWidth, height: window.innerHeight });

/** The form of the window, kept true while it is resized; also sets `--mm` and `data-form` for the styles. */
export function useForm(mode: 'self-service' | 'desk', calibrated: number | null): Form {
  const [size, setSize] = useState(measure);
  const form = formOf(size.width, size.height, mode);
  useLayoutEffect(() => {
    const update = () => setSize(measure());
    window.addEventListener('resize', update);
    return () => window.removeEventListener('resize', update);
  }, []);
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dataset.form = form;
    root.style.setProperty('--mm', `${densityOf(size.width, size.height, calibrated)}px`);
  }, [form, size, calibrated]);
  return form;
}
