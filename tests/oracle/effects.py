"""What each rule promises: what real Keras does with a class or call that the rule reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from oracle.cases import ALL_INPUTS, AS_ARRAYS, AS_RETURNED, LABELS_LAST, ONE_SAMPLE
from oracle.outcomes import Outcome

Seen = Callable[[Outcome], bool]
KERAS_3 = ("jax", "torch", "tensorflow")


@dataclass(frozen=True, slots=True)
class Effect:
    """``seen`` asks an outcome whether the effect is there.

    ``lines`` are the Keras lines where it has to be, none for all. ``size`` is samples and batch
    size for fixtures, ``large`` those that are tried where nothing is seen then; ``meant`` how the
    batches are meant. ``chance`` is true where it takes orders that are random.
    """

    seen: Seen
    lines: tuple[str, ...] = ()
    size: tuple[int, int] = (10, 4)
    large: tuple[int, int] = (100, 32)
    example_size: tuple[int, int] = (100, 32)
    meant: str = AS_RETURNED
    chance: bool = False

    def there(self, outcome: Outcome) -> bool:
        """True when the effect is seen."""
        return self.seen(outcome)


def refused(outcome: Outcome) -> bool:
    """Training, or the call, or making the instance, raises."""
    return outcome.raised or bool(outcome.unbuilt)


def refused_everywhere(outcome: Outcome) -> bool:
    """`fit`, `evaluate` and `predict` raise, or making the instance does."""
    steps = (outcome.fit, outcome.evaluate, outcome.predict)
    return bool(outcome.unbuilt) or all(step.raised for step in steps)


def refused_somewhere(outcome: Outcome) -> bool:
    """`fit`, `evaluate` or `predict` raises, or making the instance does."""
    steps = (outcome.fit, outcome.evaluate, outcome.predict, outcome.called)
    return bool(outcome.unbuilt) or any(step.raised for step in steps)


def past_the_end(outcome: Outcome) -> bool:
    """There are batches without samples, or that raise."""
    return outcome.empty > 0 or any(isinstance(batch, str) for batch in outcome.served)


def dropped(outcome: Outcome) -> bool:
    """Training says nothing and leaves samples out, and `predict` returns too few rows."""
    rows = outcome.predict.rows
    return (
        not outcome.raised and bool(outcome.never) and rows is not None and (rows < outcome.samples)
    )


def repeated_or_empty(outcome: Outcome) -> bool:
    """Samples come more than once, or there are batches without any, or nothing fits together."""
    return outcome.again > 0 or past_the_end(outcome) or outcome.raised


def repeated(outcome: Outcome) -> bool:
    """Samples come more than once."""
    return outcome.again > 0


def left_out(outcome: Outcome) -> bool:
    """Samples are in no batch, or the batches do not fit together."""
    return bool(outcome.never) or outcome.raised


def apart(outcome: Outcome) -> bool:
    """Inputs and labels of a batch come from different samples, or are not of one number."""
    return outcome.apart > 0 or outcome.uneven > 0 or outcome.raised


def never_mixed(outcome: Outcome) -> bool:
    """Every epoch has the same batches, with the samples in the order in which they are stored."""
    steps = [step for epoch in outcome.epochs for step in epoch if step]
    runs = all(step == tuple(range(step[0], step[0] + len(step))) for step in steps)
    return outcome.same is True and bool(steps) and runs


def padded(outcome: Outcome) -> bool:
    """There are rows that are no samples, or inputs and labels of different numbers."""
    rows = outcome.predict.rows
    return (rows or 0) > outcome.samples or outcome.uneven > 0 or outcome.raised


def inputs_only(outcome: Outcome) -> bool:
    """`fit` has no labels to compare with; `predict` is right."""
    return bool(outcome.fit.raised) and outcome.predict.rows == outcome.samples


def warned_of_super(outcome: Outcome) -> bool:
    """Keras says that its constructor was not called."""
    return any("call `super().__init__(" in text for text in outcome.fit.warned)


def unread(outcome: Outcome) -> bool:
    """The call works, as if the argument were not there."""
    return not outcome.called.raised


def drifting(outcome: Outcome) -> bool:
    """Epochs see other batches than all of them once, or the data runs out."""
    ran_out = any("ran out of data" in text for text in outcome.called.warned)
    whole = [sorted(set(epoch)) for epoch in outcome.asked[1:]]
    return ran_out or len(set(map(tuple, whole))) > 1 or _one_epoch_is_short(outcome)


def _one_epoch_is_short(outcome: Outcome) -> bool:
    """A batch that another epoch, or none, gets."""
    asked = [index for epoch in outcome.asked for index in epoch]
    batches = -(-outcome.samples // outcome.batch)
    return set(asked) != set(range(batches)) or len(outcome.asked) < 2


EFFECTS: Mapping[str, Effect] = MappingProxyType(
    {
        "SEQ101": Effect(past_the_end),
        "SEQ102": Effect(dropped),
        "SEQ103": Effect(past_the_end, size=(8, 4), large=(96, 32), example_size=(96, 32)),
        "SEQ104": Effect(refused_everywhere),
        "SEQ105": Effect(refused_everywhere),
        "SEQ106": Effect(refused_everywhere),
        # TensorFlow trains on batches without samples, and all it shows are the steps.
        "SEQ107": Effect(lambda outcome: past_the_end(outcome) or not outcome.clean),
        "SEQ108": Effect(refused_everywhere, lines=KERAS_3),
        "SEQ201": Effect(repeated_or_empty),
        "SEQ202": Effect(repeated),
        "SEQ203": Effect(left_out),
        "SEQ205": Effect(repeated),
        "SEQ206": Effect(apart),
        "SEQ207": Effect(padded),
        "SEQ301": Effect(inputs_only),
        "SEQ302": Effect(refused_everywhere, meant=ALL_INPUTS),
        "SEQ303": Effect(refused_everywhere),
        "SEQ304": Effect(refused),
        "SEQ305": Effect(refused_everywhere),
        "SEQ306": Effect(refused_everywhere, lines=("tensorflow",)),
        "SEQ307": Effect(lambda outcome: not outcome.clean, meant=ONE_SAMPLE),
        "SEQ308": Effect(refused),
        "SEQ309": Effect(lambda outcome: not outcome.clean),
        # The labels are 0, 1, 2, 0, 1 and so on: the last batch has no 2 among them.
        "SEQ310": Effect(
            lambda outcome: not outcome.clean, size=(5, 4), large=(98, 32), example_size=(98, 32)
        ),
        # A model that was trained before takes the first item of a list, with a warning.
        "SEQ311": Effect(lambda outcome: not outcome.clean, meant=AS_ARRAYS),
        "SEQ312": Effect(lambda outcome: bool(outcome.fit.raised)),
        "SEQ313": Effect(refused_everywhere, lines=KERAS_3),
        "SEQ314": Effect(refused_everywhere),
        "SEQ401": Effect(warned_of_super, lines=KERAS_3),
        "SEQ403": Effect(refused),
        "SEQ404": Effect(refused_somewhere),
        "SEQ406": Effect(refused),
        "SEQ407": Effect(never_mixed, chance=True),
        "SEQ408": Effect(never_mixed, chance=True),
        "SEQ409": Effect(apart, chance=True),
        "SEQ410": Effect(lambda outcome: not outcome.clean),
        "SEQ411": Effect(lambda outcome: outcome.same is False),
        "SEQ412": Effect(refused),
        "SEQ413": Effect(repeated, chance=True),
        # Keras 2 is told of workers in the call.
        "SEQ503": Effect(left_out, lines=KERAS_3, size=(100, 4)),
        "SEQ601": Effect(refused),
        "SEQ602": Effect(unread),
        "SEQ603": Effect(refused, lines=KERAS_3),
        "SEQ604": Effect(refused),
        "SEQ606": Effect(refused, lines=("tensorflow",)),
        "SEQ607": Effect(drifting, large=(96, 32)),
    }
)
UNOBSERVED: Mapping[str, str] = MappingProxyType(
    {
        "SEQ402": "batches are the same with one worker and with many",
        "SEQ405": "what never runs leaves nothing to be seen",
        "SEQ501": "it is in random numbers; see test_oracle_workers.py",
        "SEQ605": "it is in what is done with the result; see test_oracle_predict.py",
        "SEQ502": "processes are forked here, and nothing is pickled",
        "SEQ901": "Keras does not read comments",
    }
)
"""Rules whose effect is not in what is trained, with the reason."""
UNSEEN: Mapping[str, str] = MappingProxyType(
    {
        "seq104_length_not_int:OnOneWayOnly": "the float comes with another flag",
        "seq104_length_not_int:WrapsRound": "takes more than 255 batches",
        "seq104_length_not_int:WrapsRoundLater": "takes more than 32767 batches",
        "seq106_length_not_returned:ForgottenWhereAFlagIsSet": "the flag is set otherwise",
        "seq304_batch_not_returned:ForgottenWhereAFlagIsSet": "the flag is set otherwise",
        "merged_diagnoses:RoundsDownOrCountsSamples": "the flag is set otherwise",
        "seq901_unused_suppression:Named": "is about comments, and cannot be built",
        "seq901_unused_suppression:Pairs": "is about comments, and cannot be built",
        "seq308_none_in_batch:NoWeights": "Keras 3 on TensorFlow only",
        "seq308_none_in_batch:NoWeightsUnlessGiven": "Keras 3 on TensorFlow only",
        "seq308_none_in_batch:NoWeightsInOneExpression": "Keras 3 on TensorFlow only",
        "seq206_labels_misaligned:ShuffledBesideStored": "nothing is shuffled in the tests",
        "seq206_labels_misaligned:OnlyTheLabelsFollowTheOrder": "nothing is shuffled in the tests",
        "seq206_labels_misaligned:OnlyTheFilesAreShuffled": "nothing is shuffled in the tests",
        "seq206_labels_misaligned:WeightsInTheStoredOrder": "nothing is shuffled in the tests",
        "seq206_labels_misaligned:FurtherInputsElsewhere": "nothing is shuffled in the tests",
        "seq206_labels_misaligned:FurtherInputsForgotten": "nothing is shuffled in the tests",
        "seq206_labels_misaligned:ShuffledIfAskedFor": "nothing is shuffled in the tests",
        "seq206_labels_misaligned:Backwards": "samples are compared batch by batch",
        "seq206_labels_misaligned:BlocksThatAReshapeMixes": "samples are compared batch by batch",
        "seq403_hook_before_attributes:UnderAFlag": "the flag is set otherwise",
        "seq403_hook_before_attributes:SpeltOtherwiseOnOneWay": "the flag is set otherwise",
        "seq404_attribute_never_set:OnAWayThatIsTakenAtTimes": "there is no such data",
        "seq404_attribute_never_set:OnOneWayThroughTheConstructor": "the flag is set otherwise",
        "seq207_short_batch_padded:BufferInTheBase": "it is found for its heirs",
        "seq313_bare_tensor:OfTensorFlow": "an array stands for the tensor",
        "seq412_super_init_arguments:InTheOldWay": "Keras 3 takes a whole number for workers",
        "seq409_shuffled_apart:OneByOneInTheBatch": "the samples of the batch are the same",
        "seq413_shuffled_in_getitem:FrameInEachBatch": "the table of the tests stays in order",
        "seq413_shuffled_in_getitem:InTheFirstBatch": "it depends on the order of the calls",
        "seq413_shuffled_in_getitem:InTheLastBatch": "it depends on the order of the calls",
        "seq413_shuffled_in_getitem:InTheLength": "it depends on when the length is asked for",
        "seq413_shuffled_in_getitem:RefilledByACursor": "one after the other in the tests",
        "model/hierarchy_across_files/feeds/base:Feed": "it is found for its heirs",
        "seq607_steps_disagree_with_length:of_the_validation_data": "it shows in validation only",
    }
)
"""Fixtures of which the tests do not get to see the effect, with the reason."""
UNSEEN_ON: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "tf_keras": {
            "seq406_hook_signature:BeginsWithAnEpoch": "Keras 2 has no such hook",
            "seq607_steps_disagree_with_length:a_step_for_each_sample": "it is in the log",
            "seq607_steps_disagree_with_length:one_too_many_for_a_multiple": "it is in the log",
        },
    }
)
"""Further ones, by the Keras on which nothing is seen of them."""
LABELS_AT_THE_END = {"LabelsLast", "TokensAndTheirMask", "ThreeArraysWithLabels"}
"""Fixtures of SEQ302 whose last item is meant as labels."""


def meant_in(code: str, owner: str) -> str:
    """How the batches of the class *owner*, which the rule *code* reports, are meant."""
    if code == "SEQ302" and owner in LABELS_AT_THE_END:
        return LABELS_LAST
    return EFFECTS[code].meant if code in EFFECTS else AS_RETURNED
