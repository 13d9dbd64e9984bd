"""Prints what scikit-learn says of the predictions in MetricsTest."""

import sklearn
from sklearn import metrics

WANTED = [0, 0, 1, 1, 1, 2, 2, 2, 2, 3]
PREDICTED = [0, 1, 1, 1, 2, 2, 2, 2, 0, 0]
FLAGS = [0, 0, 1, 1, 0, 1, 1, 0, 1]
SCORES = [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.9, 0.2, 0.2]

print("scikit-learn", sklearn.__version__)
print(metrics.confusion_matrix(WANTED, PREDICTED).tolist(), metrics.accuracy_score(WANTED, PREDICTED))
for average in (None, "macro", "micro"):
    print(average, metrics.precision_recall_fscore_support(WANTED, PREDICTED, average=average, zero_division=0))
print("auc", metrics.roc_auc_score(FLAGS, SCORES))
