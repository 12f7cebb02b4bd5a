/** Epoch-based training in one file, right in itself. */
export const EPOCH_CONFIG = `# mmlens: iters-per-epoch=1000
train_cfg = dict(by_epoch=True, max_epochs=10, val_interval=2)
param_scheduler = dict(type='MultiStepLR', milestones=[6, 8], by_epoch=True)
default_hooks = dict(
    logger=dict(type='LoggerHook', log_metric_by_epoch=True),
    checkpoint=dict(type='CheckpointHook', interval=2, by_epoch=True),  # keep me
)
log_processor = dict(by_epoch=True)
train_dataloader = dict(
    batch_size=2, num_workers=2, dataset=dict(type='ToyDataset'), sampler=dict(type='DefaultSampler', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.1))
model = dict(type='ToyModel')
`;

/** What a schedule of MMDetection looks like. */
export const BASE = `train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12, val_interval=1)
param_scheduler = [dict(type='MultiStepLR', begin=0, end=12, by_epoch=True, milestones=[8, 11])]
`;

/** Two ways at once to say which loop runs: an error that its base is part of. */
export const CHILD = `_base_ = './base.py'
train_cfg = dict(by_epoch=True, max_epochs=36)
`;
