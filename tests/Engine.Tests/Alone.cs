using Xunit;

namespace RealtimeEmotion.Engine.Tests;

/// <summary>Tests that look at the whole process (collections, cores) and so run beside no other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
