import { Fragment, type ReactNode } from 'react';
import styles from './data-table.module.css';

export interface Row {
  readonly key: string;
  /** As many as there are columns; the first names the row. */
  readonly cells: readonly ReactNode[];
}

/** Rows and columns as a table that a screen reader walks through. On a narrow screen every row becomes a card. */
export function DataTable(props: {
  readonly caption: string;
  readonly isCaptionUnseen?: boolean;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}) {
  const { caption, columns, rows } = props;
  return (
    <table className={`${styles.table} ${styles.stacks}`}>
      <caption className={props.isCaptionUnseen ? 'unseen' : undefined}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {cells.map((cell, index) => (
              <Fragment key={columns[index]}>
                {index === 0 ? <th scope="row">{cell}</th> : <td data-column={columns[index]}>{cell}</td>}
              </Fragment>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
