/** A training set whose size is published. */
export interface KnownDataset {
  readonly name: string;
  /** Package and class. */
  readonly types: readonly string[];
  /** What the path of the annotation file, or else of the images, looks like; undefined where the class says it all. */
  readonly path?: RegExp;
  /** Values of `split`; the class's own when it is absent is written as ''. */
  readonly splits?: readonly string[];
  readonly samples: number;
  /** What is left when images without annotations are dropped, where somebody has counted them. */
  readonly nonEmpty?: number;
  /** No image is narrower or lower than this, in pixels. */
  readonly minSide?: number;
  /** Copies differ, for example because some of it is no longer to be had. */
  readonly varies?: true;
  /** A page that says the number. */
  readonly source: string;
}

const TFDS = 'https://www.tensorflow.org/datasets/catalog';
const MMPRETRAIN = 'https://mmpretrain.readthedocs.io/en/latest/api/datasets.html';
const MMSEG = 'https://github.com/open-mmlab/mmsegmentation/blob/main';
const MMSEG_DATA = `${MMSEG}/docs/en/user_guides/2_dataset_prepare.md`;

/**
 * Training sets that released configs use. Not here: what is cut into patches or frames of the user's choice (DOTA,
 * video data), and what nobody publishes a number for.
 */
const KNOWN_DATASETS: readonly KnownDataset[] = [
  {
    name: 'COCO train2017',
    types: ['mmdet.CocoDataset', 'mmyolo.YOLOv5CocoDataset'],
    path: /(?:^|\/)coco\/annotations\/instances_train2017\.json$/i,
    samples: 118_287,
    nonEmpty: 117_266,
    minSide: 32,
    source: 'https://github.com/facebookresearch/detectron2/issues/1134',
  },
  {
    name: 'LVIS v1 train',
    types: ['mmdet.LVISV1Dataset', 'mmdet.LVISDataset'],
    path: /(?:^|\/)lvis_v1_train\.json$/,
    samples: 100_170,
    source: `${TFDS}/lvis`,
  },
  {
    name: 'PASCAL VOC 2007 trainval',
    types: ['mmdet.VOCDataset', 'mmyolo.YOLOv5VOCDataset'],
    path: /(?:^|\/)VOC2007\/ImageSets\/Main\/trainval\.txt$/,
    samples: 5011,
    nonEmpty: 5011,
    minSide: 32,
    source: `${TFDS}/voc`,
  },
  {
    name: 'PASCAL VOC 2012 trainval',
    types: ['mmdet.VOCDataset', 'mmyolo.YOLOv5VOCDataset'],
    path: /(?:^|\/)VOC2012\/ImageSets\/Main\/trainval\.txt$/,
    samples: 11_540,
    nonEmpty: 11_540,
    minSide: 32,
    source: `${TFDS}/voc`,
  },
  {
    name: 'PASCAL VOC 2007 trainval',
    types: ['mmpretrain.VOC'],
    path: /(?:^|\/)VOC2007\/(?:trainval|JPEGImages)$/,
    splits: ['', 'trainval'],
    samples: 5011,
    source: MMPRETRAIN,
  },
  {
    name: 'PASCAL VOC 2012 segmentation train',
    types: ['mmseg.PascalVOCDataset'],
    path: /(?:^|\/)VOC2012\/ImageSets\/Segmentation\/train\.txt$/,
    samples: 1464,
    source: 'http://host.robots.ox.ac.uk/pascal/VOC/voc2012/dbstats.html',
  },
  {
    name: 'what SBD adds to PASCAL VOC 2012 segmentation train (10,582 together)',
    types: ['mmseg.PascalVOCDataset'],
    path: /(?:^|\/)VOC2012\/ImageSets\/Segmentation\/aug\.txt$/,
    samples: 10_582 - 1464,
    source: `${MMSEG}/tools/dataset_converters/voc_aug.py`,
  },
  {
    name: 'PASCAL Context train',
    types: ['mmseg.PascalContextDataset', 'mmseg.PascalContextDataset59'],
    path: /(?:^|\/)VOC2010\/ImageSets\/SegmentationContext\/train\.txt$/,
    samples: 4998,
    varies: true,
    source: 'https://cs.stanford.edu/~roozbeh/pascal-context/',
  },
  {
    name: 'Cityscapes fine train',
    types: ['mmseg.CityscapesDataset'],
    path: /(?:^|\/)cityscapes\/leftImg8bit\/train\/?$/i,
    samples: 2975,
    source: `${TFDS}/cityscapes`,
  },
  {
    name: 'Cityscapes fine train',
    types: ['mmdet.CityscapesDataset'],
    path: /(?:^|\/)instancesonly_filtered_gtFine_train\.json$/,
    samples: 2975,
    source: `${TFDS}/cityscapes`,
  },
  {
    name: 'ADE20K training (scene parsing)',
    types: ['mmseg.ADE20KDataset', 'mmdet.ADE20KSegDataset'],
    path: /(?:^|\/)ADEChallengeData2016\/images\/training\/?$/,
    samples: 20_210,
    source: 'http://sceneparsing.csail.mit.edu/',
  },
  {
    name: 'COCO-Stuff 164k train2017',
    types: ['mmseg.COCOStuffDataset'],
    path: /(?:^|\/)coco_stuff164k\/images\/train2017\/?$/,
    samples: 118_287,
    source: `${TFDS}/coco`,
  },
  {
    name: 'COCO-Stuff 10k train',
    types: ['mmseg.COCOStuffDataset'],
    path: /(?:^|\/)coco_stuff10k\/images\/train2014\/?$/,
    samples: 9000,
    source: 'https://github.com/nightrome/cocostuff10k',
  },
  {
    name: 'Mapillary Vistas training',
    types: ['mmseg.MapillaryDataset_v1', 'mmseg.MapillaryDataset_v2'],
    path: /(?:^|\/)mapillary\/training\/images\/?$/i,
    samples: 18_000,
    source: 'https://www.mapillary.com/dataset/vistas',
  },
  {
    name: 'BDD100K segmentation train',
    types: ['mmseg.BDD100KDataset'],
    path: /(?:^|\/)bdd100k\/images\/10k\/train\/?$/i,
    samples: 7000,
    source: 'https://doc.bdd100k.com/download.html',
  },
  {
    name: 'ISPRS Potsdam train, cut as MMSegmentation does by default',
    types: ['mmseg.PotsdamDataset'],
    path: /(?:^|\/)potsdam\/img_dir\/train\/?$/i,
    samples: 3456,
    varies: true,
    source: MMSEG_DATA,
  },
  {
    name: 'ISPRS Vaihingen train, cut as MMSegmentation does by default',
    types: ['mmseg.ISPRSDataset'],
    path: /(?:^|\/)vaihingen\/img_dir\/train\/?$/i,
    samples: 344,
    varies: true,
    source: MMSEG_DATA,
  },
  {
    name: 'iSAID train, cut as MMSegmentation does by default',
    types: ['mmseg.iSAIDDataset'],
    path: /(?:^|\/)iSAID\/img_dir\/train\/?$/i,
    samples: 33_978,
    varies: true,
    source: MMSEG_DATA,
  },
  {
    name: 'REFUGE training',
    types: ['mmseg.REFUGEDataset'],
    path: /(?:^|\/)REFUGE\/images\/training\/?$/i,
    samples: 400,
    source: MMSEG_DATA,
  },
  {
    name: 'STARE training, split as MMSegmentation does',
    types: ['mmseg.STAREDataset'],
    path: /(?:^|\/)STARE\/images\/training\/?$/,
    samples: 10,
    source: `${MMSEG}/tools/dataset_converters/stare.py`,
  },
  {
    name: 'HRF training, split as MMSegmentation does',
    types: ['mmseg.HRFDataset'],
    path: /(?:^|\/)HRF\/images\/training\/?$/,
    samples: 15,
    source: `${MMSEG}/tools/dataset_converters/hrf.py`,
  },
  {
    name: 'CHASE_DB1 training, split as MMSegmentation does',
    types: ['mmseg.ChaseDB1Dataset'],
    path: /(?:^|\/)CHASE_DB1\/images\/training\/?$/,
    samples: 20,
    source: `${MMSEG}/tools/dataset_converters/chase_db1.py`,
  },
  {
    name: 'DRIVE training',
    types: ['mmseg.DRIVEDataset'],
    path: /(?:^|\/)DRIVE\/images\/training\/?$/,
    samples: 20,
    source: 'https://drive.grand-challenge.org/',
  },
  {
    name: 'LoveDA train',
    types: ['mmseg.LoveDADataset'],
    path: /(?:^|\/)loveDA\/img_dir\/train\/?$/i,
    samples: 2522,
    source: 'https://github.com/Junjue-Wang/LoveDA',
  },
  {
    name: 'Synapse training slices',
    types: ['mmseg.SynapseDataset'],
    path: /(?:^|\/)synapse\/img_dir\/train\/?$/i,
    samples: 2212,
    varies: true,
    source: 'https://arxiv.org/abs/2102.04306',
  },
  {
    name: 'Objects365 v2 train',
    types: ['mmdet.Objects365V2Dataset'],
    path: /(?:^|\/)zhiyuan_objv2_train\.json$/,
    samples: 1_742_289,
    varies: true,
    source: 'https://docs.ultralytics.com/datasets/detect/objects365/',
  },
  {
    name: 'Open Images V6 train with boxes',
    types: ['mmdet.OpenImagesDataset'],
    path: /(?:^|\/)oidv6-train-annotations-bbox\.csv$/,
    samples: 1_743_042,
    source: 'https://storage.googleapis.com/openimages/web/factsfigures_v6.html',
  },
  {
    name: 'CrowdHuman train',
    types: ['mmdet.CrowdHumanDataset', 'mmyolo.YOLOv5CrowdHumanDataset'],
    path: /(?:^|\/)annotation_train\.odgt$/,
    samples: 15_000,
    source: 'https://www.crowdhuman.org/',
  },
  {
    name: 'WIDER FACE train',
    types: ['mmdet.WIDERFaceDataset'],
    path: /(?:^|\/)WIDERFace\/train\.txt$/i,
    samples: 12_880,
    source: `${TFDS}/wider_face`,
  },
  {
    name: 'V3Det train',
    types: ['mmdet.V3DetDataset'],
    path: /(?:^|\/)v3det_2023_v1_train\.json$/,
    samples: 183_354,
    source: 'https://arxiv.org/abs/2304.03752',
  },
  {
    name: 'KITTI train (half of the training data, the usual split)',
    types: ['mmdet3d.KittiDataset'],
    path: /(?:^|\/)kitti_infos_train\.pkl$/,
    samples: 3712,
    source: 'https://arxiv.org/abs/1711.06396',
  },
  {
    name: 'nuScenes train',
    types: ['mmdet3d.NuScenesDataset'],
    path: /(?:^|\/)nuscenes_infos_train\.pkl$/,
    samples: 28_130,
    source: 'https://arxiv.org/abs/1908.09492',
  },
  {
    name: 'Kinetics-400 train',
    types: ['mmaction.VideoDataset', 'mmaction.RawframeDataset'],
    path: /(?:^|\/)kinetics400_train_list_(?:videos|rawframes)\.txt$/,
    samples: 240_436,
    varies: true,
    source: 'https://github.com/open-mmlab/mmaction2/blob/main/tools/data/kinetics/README.md',
  },
  {
    name: 'ImageNet-1k train',
    types: ['mmpretrain.ImageNet'],
    path: /(?:^|\/)imagenet\/(?:meta\/train\.txt|train)\/?$/i,
    samples: 1_281_167,
    source: `${TFDS}/imagenet2012`,
  },
  {
    name: 'ImageNet-21k train',
    types: ['mmpretrain.ImageNet21k'],
    path: /(?:^|\/)imagenet21k\/(?:meta\/train\.txt|train)\/?$/i,
    samples: 14_197_088,
    varies: true,
    source: MMPRETRAIN,
  },
  ...(
    [
      ['CIFAR10', ['', 'train'], 50_000, `${TFDS}/cifar10`],
      ['CIFAR100', ['', 'train'], 50_000, `${TFDS}/cifar100`],
      ['MNIST', ['', 'train'], 60_000, `${TFDS}/mnist`],
      ['FashionMNIST', ['', 'train'], 60_000, `${TFDS}/fashion_mnist`],
      ['CUB', ['', 'train'], 5994, MMPRETRAIN],
      ['StanfordCars', ['', 'train'], 8144, MMPRETRAIN],
      ['Food101', ['', 'train'], 75_750, MMPRETRAIN],
      ['Caltech101', ['', 'train'], 3060, MMPRETRAIN],
      ['SUN397', ['', 'train'], 19_850, MMPRETRAIN],
      ['InShop', ['', 'train'], 25_882, MMPRETRAIN],
      ['Flowers102', ['', 'trainval'], 2040, MMPRETRAIN],
      ['DTD', ['', 'trainval'], 3760, MMPRETRAIN],
      ['FGVCAircraft', ['', 'trainval'], 6667, MMPRETRAIN],
      ['OxfordIIITPet', ['', 'trainval'], 3680, MMPRETRAIN],
    ] as const
  ).map(
    ([name, splits, samples, source]): KnownDataset => ({
      name: `${name} ${splits[1]}`,
      types: [`mmpretrain.${name}`],
      splits,
      samples,
      source,
    }),
  ),
];

/**
 * The published training set that a data set dict reads, judged by its class and its paths, never by a config's name.
 * @param path the annotation file, or the folder of images, with the data root before it
 * @param split '' when the dict does not say it
 */
export function knownDataset(type: string, path: string, split: string): KnownDataset | undefined {
  return KNOWN_DATASETS.find(
    (known) =>
      known.types.includes(type) &&
      (known.path === undefined || known.path.test(path)) &&
      (known.splits === undefined || known.splits.includes(split)),
  );
}
