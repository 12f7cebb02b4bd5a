/** Samples that can be counted only by looking into files. Paths are as the config writes them, data root joined. */
export type CountRequest =
  /** Images of an annotation file in COCO's format. */
  | { readonly kind: 'coco'; readonly path: string; readonly filter: CocoFilter | undefined }
  /** Entries of `data_list` in OpenMMLab's own JSON format. */
  | { readonly kind: 'dataList'; readonly path: string }
  /** Lines of a text file. */
  | { readonly kind: 'lines'; readonly path: string }
  /** Files below a folder whose names end so. */
  | {
      readonly kind: 'files';
      readonly path: string;
      readonly endings: readonly string[];
      readonly anyCase: boolean;
      /** Each subfolder is a class: files that lie in none are no samples. */
      readonly inSubfolders: boolean;
    };

/** What `filter_data` of MMDetection's CocoDataset leaves out. */
export interface CocoFilter {
  /** Images without an annotation of one of the classes. */
  readonly emptyGt: boolean;
  /** Images that are narrower or lower, in pixels. */
  readonly minSize: number;
  /** All of the file's when undefined. */
  readonly classes: readonly string[] | undefined;
}

export type CountAnswer =
  /** `path`: what was counted, absolute. */
  | { readonly samples: number; readonly path: string }
  | { readonly missing: true }
  /** Half a sentence. */
  | { readonly unreadable: string }
  /** Nobody has counted it yet. */
  | { readonly pending: true };

/** Where the numbers of samples come from. */
export interface SampleCounts {
  of(request: CountRequest): CountAnswer;
}
