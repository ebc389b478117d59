namespace RealtimeEmotion.Cli.Commands;

/// <summary>The recipes that <c>emotion train</c> knows by name.</summary>
internal enum RecipeName
{
    /// <summary>The one that does best with what is given: with teachers where there are some.</summary>
    Best,

    /// <summary>The source's, by gradient descent.</summary>
    Sgd,

    /// <summary>The source's, by Adam.</summary>
    Adam,
}
