window.showcaseWindow={"build": "b53b9ea02df5", "slides": ["cover", "brand/1252", "member/zhang", "team/班组", "volunteer/deng", "honours"]};
