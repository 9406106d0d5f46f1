"""What `cnn-lab --help` says besides its options."""

DESCRIPTION = "A course lab on convolutional networks: serves its page, or looks the machine over."
EPILOG = """\
examples:
  cnn-lab                              the page, in your browser (at http://127.0.0.1:8866/)
  cnn-lab serve --port 9000            the page at another port; opens no browser
  cnn-lab serve --ip 0.0.0.0           the page for everyone on the network
  cnn-lab serve --ip 0.0.0.0 --class 60
                                       the page for a class, made ready; prints its address
  cnn-lab serve --base-url /lab/       the page, behind a proxy that has it under /lab/
  cnn-lab serve --hosts lab.example.org
                                       the page, behind a proxy that is reached by that name
  cnn-lab serve --ip 0.0.0.0 --hand-ins handed-in --until 2026-12-01T18:00
                                       the page, which takes hand-ins and signs a receipt for each
  cnn-lab certificates cluster         what keeps strangers out of a Dask cluster
  cnn-lab serve --log lab.log          the page, with a log of what goes wrong
  cnn-lab handout --open               the lessons, without answers, in JupyterLab
  cnn-lab desk handed-in --serve       the students' hand-ins, checked and laid out for marking
  cnn-lab doctor                       what is wrong with this machine, and what to do
  cnn-lab wheelhouse wheels --platform windows --python 3.13
                                       a folder to install from without internet

environment variables:
  MNIST_NPZ                the file that holds MNIST; without it, the lab looks in data/mnist.npz,
                           then in Keras's cache, then downloads it
  LAB_RUNS                 the folder that holds the runs (default: runs/ in the project's folder)
  LAB_CACHE                the folder that holds what all processes share of the digits
  LAB_WORKERS              how many runs are trained at once, as --workers says
  LAB_TURN_SECONDS         after how long a run gives way to another book's, as --turn-seconds says
  LAB_RUN_MINUTES          how long a run may be expected to take, as --run-minutes says
  LAB_BOOK_RUNS            how many runs a book may hold, as --book-runs says
  LAB_BOOK_MB              the megabytes that a book of runs may take, as --book-mb names them
  LAB_LOG                  the file to which the page and its kernels log, as --log names it
  DASK_SCHEDULER_ADDRESS   the cluster that trains (default: an engine on this machine)
  DASK_CONFIG              the cluster's file, as `cnn-lab certificates` made it
  LAB_INSECURE             if 1, a cluster on other machines may be without TLS (--insecure)

`cnn-lab doctor` says where the logs are.
"""
SERVE_EPILOG = """\
All other options are Voila's own, for example --Voila.custom_display_url=https://example.org/lab/.
Without --log, LAB_LOG names the log; without either there is none. Started by a JupyterHub as its
service, the page is where the Hub says, and asks for its login (deploy/README.md).
For visitors it also says where the teacher's wall is, the class on one screen: keep that to
yourself.
"""
HANDOUT_EPILOG = """\
A notebook that somebody has worked in is never written over. All other options are JupyterLab's
own, for example --no-browser.
"""
