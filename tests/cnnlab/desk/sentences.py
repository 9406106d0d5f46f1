"""What a hundred students write of their runs: each sentence turned in a way of its own.

Between braces stand words of which one is chosen, as people choose theirs.
"""

import random
import re

ONE_OF = re.compile(r"\{([^{}]*\|[^{}]*)\}")

CHANGED = [
    "I {took|chose|used|set|went down to|tried} {filters} filters, {why}",
    "{Filters|The first layer's filters|The width} {became|are now|is} {filters}: {why}",
    "{My|Our|The} {one |only |}change was {rate} as {learning rate|step size}; {why}",
    "{With|Using|From} seed {seed} and {epochs} {epochs|passes} {because|since|as} {why}",
    "{Units|Dense units} {down|reduced|set} to {units}. {Reason|Why|The idea}: {why}",
]
WHY = [
    "{my|this|the lab's} {laptop|computer|machine} {is|was} {slow|busy|old}",
    "{most|nearly all} parameters {sit|are|were} {behind the flattening|in one layer}",
    "a {friend|classmate|neighbour} {kept|had|used} the {default|preset} {anyway|already|too}",
    "{small|narrow|thin} {nets|networks|models} {may|should|could} {overfit|memorise} less",
    "the {earlier|first|other} chart {jumped|wobbled|was noisy} {a lot|too much|there}",
    "{nobody|none of us|hardly anyone} {believed|thought} {few|a thousand} images {suffice|do}",
    "{cheap|fast|short} steps {allow|give|mean} more {tries|experiments|runs}",
    "I {wanted|hoped|meant} to {see|learn|find} what {breaks|fails|suffers} first",
]
CURVES = [
    "{Training|Solid} loss {falls|drops|sinks} {each|every} epoch, {the dashed|validation} {val}",
    "{Both|The two} {curves|lines} {fall|go down|decline}, {so|hence} {end}",
    "{A gap|Some distance|A difference} {opens|shows|appears} {early|late|soon}; validation {val}",
    "{Validation|Held-out} loss {val} {while|whereas|though} training {reaches|ends at} {loss}",
    "{At the end|Finally|In the last epoch} {loss} {against|versus|beside} {val_loss}: {end}",
]
VAL = [
    "{stays|keeps|lies} {slightly|a bit|little} above",
    "{follows|trails} {behind|later|slowly}",
    "{flattens|stalls|stops} {early|before that|halfway}",
    "{nearly|almost|about} coincides",
    "{rises|bumps} {once|in between} {and|then} {recovers|falls}",
    "{ends|arrives|lands} {near|around|at} {val_loss}",
]
END = [
    "{learning|it} {was not|is not|had not been} {over|finished|done}",
    "{longer|more} training {would|might|could} {pay|help|improve it}",
    "{overfitting|memorising} {may|might|could} {come|start|follow} {later|next|soon}",
    "{best|optimum} {not|still not} {reached|seen|in sight}",
]
CONFUSED = [
    "{a} {as|read as|taken for} {b}, {times} {times|cases|images}; {because}",
    "{Row|True digit} {a}, {column|read} {b} {leads|wins|is worst} ({times}): {because}",
    "{Mostly|Usually|Above all} {a} {becomes|turns into|ends as} {b}. {because}",
    "{times} {of the|among the|of all} {a}s {got|were|are} {called|named|labelled} {b}, {because}",
]
BECAUSE = [
    "{upper|top} loops {stay|are left|remain} open",
    "{feet|bases|bottoms} {are|get|look} {short|tiny|cut}",
    "{slanted|tilted|leaning} {strokes|lines} {resemble|look like|mimic} tails",
    "{round|curved} parts {close|touch|meet} {nearly|almost}",
    "{one|a single} {small|short} stroke {decides|differs|matters}",
    "{thick|heavy|bold} ink {hides|fills|covers} holes",
    "{some|several|a few} {puzzled|fooled|beat} {me|us} {too|as well|also}",
]
NEXT = [
    "{All|The full set of|Every one of the} training images{| for once|, then compare}",
    "{Double|Raise|Increase} filters {to|up to} {more}{| at this seed|, nothing else}",
    "{Another|A second|A different} seed{| first|, to know chance}, {then|after that} dropout",
    "{Augmentation|Turning and shifting}, {for|since|as} {I|we|people} write {slanted|crooked}",
    "{SGD|RMSprop|Another optimizer} {over|for|with} {more} epochs",
    "{Stop|End|Choose} by {validation|held-out} loss {after|within} {more} {epochs|rounds}",
]
AND = [
    "; {otherwise|failing that|else} {inspect|read|study} {mistakes|errors} {singly|by eye}",
    ", {guess|prediction|bet} {written|noted} {first|before|beforehand}",
    ". {Time|Patience|Battery} {limits|decides|ends} it",
    "",
    ", {measured|judged|compared} {fairly|twice|honestly}",
]


def sentences_of(number, run):
    """Return the sentences of a student about a run."""
    luck = random.Random(7 * number + 1)
    words = _words(run)
    for name, clauses in (("why", WHY), ("val", VAL), ("end", END), ("because", BECAUSE)):
        words[name] = _said(luck, luck.choice(clauses), words)
    return {
        "changed": _said(luck, luck.choice(CHANGED), words) + ".",
        "curves": _said(luck, luck.choice(CURVES), words) + ".",
        "confused": _said(luck, luck.choice(CONFUSED), words) + ".",
        "next": _said(luck, luck.choice(NEXT) + luck.choice(AND), words) + ".",
    }


def _said(luck, text, words):
    chosen = ONE_OF.sub(lambda match: luck.choice(match[1].split("|")), text)
    return chosen.format(**words)


def _words(run):
    matrix = (run.metrics or {}).get("confusion_matrix") or [[0] * 10] * 10
    counts = [(matrix[a][b], a, b) for a in range(10) for b in range(10) if a != b]
    times, a, b = max(counts)
    history = run.progress.history
    return {
        "filters": run.cnn.filters,
        "units": run.cnn.dense_units,
        "rate": run.training.learning_rate,
        "epochs": run.training.epochs,
        "seed": run.training.seed,
        "loss": f"{history['loss'][-1]:.2f}",
        "val_loss": f"{history['val_loss'][-1]:.2f}",
        "more": 2 * run.cnn.filters,
        "times": times,
        "a": a,
        "b": b,
    }
