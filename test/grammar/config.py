# SYNTAX TEST "source.python" "what MMEngine adds to Python"

_base_ = ['../_base_/default_runtime.py', 'mmdet::rtmdet/rtmdet_l.py']
# <------ variable.language.base.mmengine
#      ^ - variable.language.base.mmengine

max_epochs = _base_.train_cfg.max_epochs
#            ^^^^^^ variable.language.base.mmengine
#                  ^^^^^^^^^^^^^^^^^^^^^ - variable.language.base.mmengine

my_base_ = 1
# <-------- - variable.language.base.mmengine

title = 'the _base_ of it'
#            ^^^^^^ - variable.language.base.mmengine

train_cfg = dict(_delete_=True, type='IterBasedTrainLoop')
#                ^^^^^^^^ keyword.control.delete.mmengine
#                        ^^^^^ - keyword.control.delete.mmengine

val_cfg = {'_delete_': True, "_base_": 'x'}
#           ^^^^^^^^ string.quoted.single.python keyword.control.delete.mmengine
#                             ^^^^^^ string.quoted.single.python variable.language.base.mmengine

work_dir = './work_dirs/{{ fileBasenameNoExtension }}'
#                       ^^ string.quoted.single.python meta.placeholder.mmengine punctuation.definition.template-expression.begin.mmengine
#                          ^^^^^^^^^^^^^^^^^^^^^^^ string.quoted.single.python meta.placeholder.mmengine variable.language.placeholder.mmengine
#                                                  ^^ meta.placeholder.mmengine punctuation.definition.template-expression.end.mmengine

batch_size = {{_base_.train_dataloader.batch_size}}
#            ^^ meta.placeholder.mmengine punctuation.definition.template-expression.begin.mmengine
#              ^^^^^^ meta.placeholder.mmengine variable.language.base.mmengine
#                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ meta.placeholder.mmengine variable.other.property.mmengine
#                                                ^^ meta.placeholder.mmengine punctuation.definition.template-expression.end.mmengine

data_root = '{{$DATA_ROOT:data/coco/}}'
#            ^^ punctuation.definition.template-expression.begin.mmengine
#              ^^^^^^^^^^ variable.other.environment.mmengine
#                        ^ punctuation.separator.default.mmengine
#                         ^^^^^^^^^^ string.unquoted.default.mmengine
#                                   ^^ punctuation.definition.template-expression.end.mmengine

plain = {'a': {'b': 1}}
#       ^^^^^^^^^^^^^^^ - meta.placeholder.mmengine

# {{ fileBasename }} and _base_ are only words here.
# ^^^^^^^^^^^^^^^^^^ comment.line.number-sign.python - meta.placeholder.mmengine
#                        ^^^^^^ comment.line.number-sign.python - variable.language.base.mmengine
