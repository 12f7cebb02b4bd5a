/** What the examples of many rules have in common: with it and a `train_cfg` they can be trained. */
export const DATA_AND_OPTIMIZER = `train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='DefaultSampler', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
`;
