"""What might stand in a report: sentences that say what was measured, others that say more.

All are about one network that reads 9,902 of MNIST's 10,000 test images rightly, so that its
standard error is 0.10 points, and 975 of the 982 images of a 4.
"""

# What nobody is given, in this order.
FIRST = ("picked", "once", "neighbour", "limits", "compared", "everything")
MEASURED = {
    "once": "Of 10,000 test images, which it was shown once, at the end, "
    "the network reads 99.02 % rightly.",
    "compared": "Of five networks we kept the best on the validation images; "
    "on the test images, which we used only then, it reads 99.02 % rightly.",
    "limits": "The network misreads 98 of the 10,000 test images of MNIST. "
    "It was not tried on other handwriting.",
    "range": "On 10,000 test images, which we used once, at the end, "
    "the accuracy is 0.990 ± 0.002.",
    "recall": "Of the 982 test images of a 4, which it was shown once, at the end, "
    "the network reads 975 rightly: the recall of the 4 is 0.993.",
}
TOO_MUCH = {
    "picked": "We measured twenty networks on the test images. "
    "The best of them reads 99.02 % of new digits rightly.",
    "neighbour": "With 99.02 % of 10,000 test images "
    "our network is better than our neighbours', "
    "which reads 98.98 % of 10,000 others rightly.",
    "everything": "The network reads 99.02 % of all handwritten digits rightly, "
    "whoever writes them.",
    "certain": "The network gives an image of ours a probability of 0.97 for the 7, "
    "so that image certainly is a 7.",
    "exchanged": "Of the 982 test images of a 4 the network reads 975 rightly, "
    "so 99.3 % of what it calls a 4 is a 4.",
}
SENTENCES = MEASURED | TOO_MUCH
# Of each sentence that says more than was measured.
FLAWS = {
    "picked": "how was this network chosen, and on which images?",
    "neighbour": "how large is the difference, beside one standard error?",
    "everything": "whose digits were measured?",
    "certain": "does a probability speak of one image, or of many?",
    "exchanged": "which images were counted, and of which does it speak?",
}
