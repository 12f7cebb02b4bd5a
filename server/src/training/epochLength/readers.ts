/** How a data set class of a released package finds its samples. */
export type Reader =
  /** `classes`: the ones it stands for when `metainfo` names no others; `all`: whatever the file has; else not known here. */
  | { readonly kind: 'coco'; readonly classes?: readonly string[] | 'all'; readonly dropsCrowds?: true }
  | { readonly kind: 'dataList' }
  /** One sample a line. `filters`: `filter_cfg` may drop some after a look at a file for each. */
  | { readonly kind: 'lines'; readonly filters?: true }
  /** A list of names, or without it the images of a folder. */
  | { readonly kind: 'segmentation'; readonly ending: string }
  /** A list of images, or without it folders of classes. */
  | { readonly kind: 'classification' }
  /** One text file for each image. */
  | { readonly kind: 'textFiles' };

const COCO_CLASSES = (
  'person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,stop sign,' +
  'parking meter,bench,bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,umbrella,' +
  'handbag,tie,suitcase,frisbee,skis,snowboard,sports ball,kite,baseball bat,baseball glove,skateboard,' +
  'surfboard,tennis racket,bottle,wine glass,cup,fork,knife,spoon,bowl,banana,apple,sandwich,orange,' +
  'broccoli,carrot,hot dog,pizza,donut,cake,chair,couch,potted plant,bed,dining table,toilet,tv,laptop,' +
  'mouse,remote,keyboard,cell phone,microwave,oven,toaster,sink,refrigerator,book,clock,vase,scissors,' +
  'teddy bear,hair drier,toothbrush'
).split(',');

const COCO = { kind: 'coco', classes: COCO_CLASSES } as const;
const LINES = { kind: 'lines' } as const;
const DATA_LIST = { kind: 'dataList' } as const;
const CLASSIFICATION = { kind: 'classification' } as const;
const jpg = { kind: 'segmentation', ending: '.jpg' } as const;
const png = { kind: 'segmentation', ending: '.png' } as const;

/** By package and class, read from each class's `load_data_list` and `filter_data` in the released versions. */
const READERS: Readonly<Record<string, Reader>> = {
  'mmengine.BaseDataset': DATA_LIST,

  'mmdet.CocoDataset': COCO,
  'mmdet.DeepFashionDataset': {
    kind: 'coco',
    classes: (
      'top,skirt,leggings,dress,outer,pants,bag,neckwear,headwear,eyeglass,belt,footwear,hair,skin,' + 'face'
    ).split(','),
  },
  'mmdet.CityscapesDataset': {
    kind: 'coco',
    classes: 'person,rider,car,truck,bus,train,motorcycle,bicycle'.split(','),
    dropsCrowds: true,
  },
  'mmdet.iSAIDDataset': { kind: 'coco' },
  'mmdet.Objects365V1Dataset': { kind: 'coco' },
  'mmdet.Objects365V2Dataset': { kind: 'coco' },
  'mmdet.V3DetDataset': { kind: 'coco' },
  'mmdet.ADE20KInstanceDataset': { kind: 'coco' },
  'mmdet.LVISV05Dataset': { kind: 'coco', classes: 'all' },
  'mmdet.LVISV1Dataset': { kind: 'coco', classes: 'all' },
  'mmdet.LVISDataset': { kind: 'coco', classes: 'all' },
  'mmdet.XMLDataset': { kind: 'lines', filters: true },
  'mmdet.VOCDataset': { kind: 'lines', filters: true },
  'mmdet.WIDERFaceDataset': { kind: 'lines', filters: true },
  'mmdet.CrowdHumanDataset': LINES,
  'mmdet.ODVGDataset': LINES,
  'mmdet.ADE20KSegDataset': jpg,
  'mmdet.CocoSegDataset': jpg,

  'mmyolo.YOLOv5CocoDataset': COCO,
  'mmyolo.YOLOv5VOCDataset': { kind: 'lines', filters: true },
  'mmyolo.YOLOv5CrowdHumanDataset': LINES,
  'mmyolo.YOLOv5DOTADataset': { kind: 'textFiles' },
  'mmrotate.DOTADataset': { kind: 'textFiles' },

  'mmseg.BaseSegDataset': jpg,
  'mmseg.BaseCDDataset': jpg,
  'mmseg.ADE20KDataset': jpg,
  'mmseg.BDD100KDataset': jpg,
  'mmseg.COCOStuffDataset': jpg,
  'mmseg.LIPDataset': jpg,
  'mmseg.MapillaryDataset_v1': jpg,
  'mmseg.MapillaryDataset_v2': jpg,
  'mmseg.PascalContextDataset': jpg,
  'mmseg.PascalContextDataset59': jpg,
  'mmseg.PascalVOCDataset': jpg,
  'mmseg.SynapseDataset': jpg,
  'mmseg.ChaseDB1Dataset': png,
  'mmseg.DRIVEDataset': png,
  'mmseg.HRFDataset': png,
  'mmseg.ISPRSDataset': png,
  'mmseg.LEVIRCDDataset': png,
  'mmseg.LoveDADataset': png,
  'mmseg.PotsdamDataset': png,
  'mmseg.REFUGEDataset': png,
  'mmseg.STAREDataset': png,
  'mmseg.iSAIDDataset': png,
  'mmseg.CityscapesDataset': { kind: 'segmentation', ending: '_leftImg8bit.png' },

  'mmpretrain.BaseDataset': DATA_LIST,
  'mmpretrain.MultiLabelDataset': DATA_LIST,
  'mmpretrain.CustomDataset': CLASSIFICATION,
  'mmpretrain.ImageNet': CLASSIFICATION,
  'mmpretrain.ImageNet21k': CLASSIFICATION,

  'mmocr.OCRDataset': DATA_LIST,
  'mmocr.RecogTextDataset': LINES,
  'mmocr.IcdarDataset': { kind: 'coco', classes: ['text'] },

  'mmaction.VideoDataset': LINES,
  'mmaction.RawframeDataset': LINES,
  'mmaction.RepeatAugDataset': LINES,
};

/** @param name a class with its package, `mmdet.CocoDataset` */
export function readerOf(name: string): Reader | undefined {
  return Object.hasOwn(READERS, name) ? READERS[name] : undefined;
}

/** Whether a class may heed `filter_cfg`. */
export function mayFilter(name: string): boolean {
  const reader = readerOf(name);
  return (
    !reader || reader.kind === 'coco' || reader.kind === 'textFiles' || (reader.kind === 'lines' && !!reader.filters)
  );
}

/** Other data set classes of the released packages, by their bare names. They find their samples in ways of their own. */
const RELEASED: ReadonlySet<string> = new Set(
  (
    'ADE20KPanopticDataset AFLWDataset AP10KDataset ATRWDataset AVADataset AVAKineticsDataset ActivityNetDataset ' +
    'AdobeComp1kDataset AicDataset AnimalKingdomDataset AnimalPoseDataset AudioDataset BaseCocoStyleDataset ' +
    'BaseDetDataset BaseMocapDataset BaseSegDataset BaseVideoDataset BasicConditionalDataset BasicFramesDataset ' +
    'BasicImageDataset CIFAR10 CIFAR100 COCOCaption COCORetrieval COCOVQA COFWDataset CRDDataset CUB Caltech101 ' +
    'CharadesSTADataset CocoCaptionDataset CocoDataset CocoPanopticDataset CocoWholeBodyDataset ' +
    'CocoWholeBodyFaceDataset CocoWholeBodyHandDataset ControlNetDataset CrowdPoseDataset DODDataset ' +
    'DSDLDetDataset DSDLSegDataset DTD DarkZurichDataset DecathlonDataset DeepClusterImageNet DeepFashion2Dataset ' +
    'DeepFashionDataset Det3DDataset DreamBoothDataset ExlposeDataset FGVCAircraft Face300VWDataset ' +
    'Face300WDataset Face300WLPDataset FashionMNIST FlamingoEvalCOCOCaption FlamingoEvalCOCOVQA Flickr30kCaption ' +
    'Flickr30kDataset Flickr30kRetrieval Flowers102 FlyDataset Food101 FreiHandDataset GQA GrowScaleImgDataset ' +
    'H36MWholeBodyDataset HalpeDataset Horse10Dataset Human36mDataset HumanArt21Dataset HumanArtDataset IconQA ' +
    'ImageList ImageNet InShop InfographicVQA InterHand2DDoubleDataset InterHand3DDataset JhmdbDataset ' +
    'Kitti2DDataset KittiDataset LapaDataset LocustDataset LyftDataset MDETRStyleRefCocoDataset MNIST ' +
    'MOTChallengeDataset MSCoCoDataset MSRVTTRetrieval MSRVTTVQA MSRVTTVQAMC MacaqueDataset MhpDataset ' +
    'MiniGPT4Dataset MpiiDataset MpiiTrbDataset MultiTaskDataset NLVR2 NYUDataset NightDrivingDataset NoCaps ' +
    'NuScenesDataset OCHumanDataset OCRVQA OneHand10KDataset OpenImagesChallengeDataset OpenImagesDataset ' +
    'OxfordIIITPet PairedImageDataset PanopticHand2DDataset Places205 PoseCocoDataset PoseDataset ' +
    'PoseTrack18Dataset PoseTrack18VideoDataset ReIDDataset RecogLMDBDataset RefCOCO RefCocoDataset Rhd2DDataset ' +
    'S3DISDataset S3DISSegDataset SUN397 SUNRGBDDataset ScanNetDataset ScanNetInstanceSegDataset ScanNetSegDataset ' +
    'ScienceQA Seg3DDataset SemanticKittiDataset SinGANDataset StanfordCars TextVQA TextualInversionDataset ' +
    'UBody2dDataset UBody3dDataset UnpairedImageDataset VGVQA VOC VSR VideoTextDataset VisualGenomeQA VizWiz ' +
    'WFLWDataset WaymoDataset WildReceiptDataset YouTubeVISDataset ZebraDataset'
  ).split(' '),
);

/** Somebody's own class: it is in no released package. */
export function isOwnClass(name: string): boolean {
  return !RELEASED.has(name);
}
