namespace RealtimeEmotion.Trainer.Training;

/// <summary>How a step is made of a gradient.</summary>
public enum Optimiser
{
    /// <summary>Adam with the weight decay apart from the gradient (I. Loshchilov, F. Hutter, "Decoupled weight decay
    /// regularization", ICLR 2019).</summary>
    AdamW,

    /// <summary>D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015.</summary>
    Adam,

    /// <summary>Stochastic gradient descent, with momentum.</summary>
    Sgd,
}
