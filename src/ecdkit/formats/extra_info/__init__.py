"""Extra info of deep-learning models: root `ImportDeepLearningModelToEsriExtraInfo`."""
