# SYNTAX TEST "source.python" "comments for MMEngine Lens"

lr = 0.1  # mmlens: iters-per-epoch=7_330
#           ^^^^^^ comment.line.number-sign.python keyword.control.directive.mmlens
#                 ^ punctuation.separator.directive.mmlens
#                   ^^^^^^^^^^^^^^^ variable.parameter.directive.mmlens
#                                  ^ keyword.operator.assignment.mmlens
#                                   ^^^^^ constant.numeric.directive.mmlens

train_cfg = dict(by_epoch=False)  # mmlens: ignore[train-cfg-bad-value, sampler-none] for now
#                                   ^^^^^^ keyword.control.directive.mmlens
#                                           ^^^^^^ variable.parameter.directive.mmlens
#                                                  ^^^^^^^^^^^^^^^^^^^ entity.name.tag.rule.mmlens
#                                                                     ^^ - entity.name.tag.rule.mmlens
#                                                                       ^^^^^^^^^^^^ entity.name.tag.rule.mmlens
#                                                                                     ^^^^^^^ comment.line.number-sign.python - entity.name.tag.rule.mmlens

x = 1  #mmlens:ignore-file
#       ^^^^^^ keyword.control.directive.mmlens
#              ^^^^^^^^^^^ variable.parameter.directive.mmlens

text = '# mmlens: ignore[sampler-none]'
#         ^^^^^^ - keyword.control.directive.mmlens

y = 1  # mmlens: unheard-of
#        ^^^^^^ comment.line.number-sign.python - keyword.control.directive.mmlens
