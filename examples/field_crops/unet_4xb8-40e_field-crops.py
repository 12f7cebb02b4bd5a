_base_ = ['./_base_/field_crops.py', './_base_/schedule_20k.py']

# The bases count iterations; here we want 40 passes over the 4,000 tiles.
# 4,000 tiles / (4 GPUs x 8 tiles) = 125 iterations in one epoch.
# mmlens: iters-per-epoch=125
train_cfg = dict(_delete_=True, type='EpochBasedTrainLoop', max_epochs=40, val_interval=5)

param_scheduler = [
    dict(type='LinearLR', start_factor=0.001, by_epoch=False, begin=0, end=250),  # warm-up
    dict(type='MultiStepLR', by_epoch=True, begin=0, end=40, milestones=[24, 36], gamma=0.1),
]

default_hooks = dict(
    # The best one is what we publish.
    checkpoint=dict(by_epoch=True, interval=5, save_best='mIoU', max_keep_ckpts=3))
