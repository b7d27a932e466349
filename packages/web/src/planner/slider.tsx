import { type CSSProperties, useId } from 'react';
import styles from './slider.module.css';

/** A number that is drawn along a line: by mouse, finger and keyboard, since it is the browser's own. `band` is marked on the line. */
export function Slider(props: {
  readonly label: string;
  readonly help?: string;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly band?: readonly [low: number, high: number];
  readonly value: number;
  /** The number in words, with its unit. */
  readonly words: string;
  readonly onChange: (value: number) => void;
}) {
  const { label, help, least, most, step, band, value, words, onChange } = props;
  const id = useId();
  const part = (at: number) => (at - least) / (most - least);
  const look = (band === undefined ? {} : { '--from': part(band[0]), '--to': part(band[1]) }) as CSSProperties;
  return (
    <div className={styles.slider}>
      <div className={styles.words}>
        <label htmlFor={id}>{label}</label>
        <output htmlFor={id}>{words}</output>
      </div>
      {help !== undefined && (
        <span id={`${id}-help`} className={styles.help}>
          {help}
        </span>
      )}
      <div className={styles.line} style={look}>
        {band !== undefined && <span className={styles.band} aria-hidden="true" />}
        <input
          id={id}
          type="range"
          min={least}
          max={most}
          step={step}
          value={value}
          aria-valuetext={words}
          aria-describedby={help === undefined ? undefined : `${id}-help`}
          onChange={({ target }) => onChange(Number(target.value))}
        />
      </div>
    </div>
  );
}
