"""What the hand-in asks a student to write, as the desk calls it."""

ASKED = {
    "changed": "Which choice I changed, and why",
    "predicted": "How my predictions came out",
    "curves": "What the curves say",
    "confused": "Which two digits are confused most, and why",
    "next": "What I would try next",
}
